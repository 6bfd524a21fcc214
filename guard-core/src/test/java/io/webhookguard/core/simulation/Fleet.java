package io.webhookguard.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The nodes of a run, and whoever starts them again when they are gone. */
final class Fleet {

  private static final Duration SUPERVISION = Duration.ofMillis(250);

  private final Stage stage;
  private final Business business;
  private final Engine engine;
  private final SimulatedNode[] places;
  private final boolean[] restartPlanned;
  private final List<SimulatedNode> everStarted = new ArrayList<>();
  private boolean storeAway;

  Fleet(Stage stage, Business business, Engine engine) {
    this.stage = stage;
    this.business = business;
    this.engine = engine;
    this.places = new SimulatedNode[stage.scenario.nodes()];
    this.restartPlanned = new boolean[places.length];
  }

  void startAll() {
    for (int place = 0; place < places.length; place++) {
      start(place);
    }
    supervise();
  }

  private void start(int place) {
    restartPlanned[place] = false;
    String name = "n" + place + "-" + everStarted.size();
    SimulatedNode node = new SimulatedNode(name, stage, business, engine);
    places[place] = node;
    everStarted.add(node);
    stage.story.tell(() -> name + " starts");
    node.link().away(storeAway && !stage.isCalm());
    node.guard().start();
  }

  private void supervise() {
    for (int place = 0; place < places.length; place++) {
      if (places[place].isOutOfMemory()) {
        places[place].die("restarted for lack of memory");
      }
      if (places[place].process().isDead() && !restartPlanned[place]) {
        restartLater(place);
      }
    }
    stage.time.later(SUPERVISION, this::supervise);
  }

  private void restartLater(int place) {
    restartPlanned[place] = true;
    Duration lease = stage.scenario.settings().lease();
    Duration delay = stage.isCalm() ? Duration.ZERO : stage.chance.upTo(lease.multipliedBy(2));
    stage.time.later(delay, () -> start(place));
  }

  /** All that were ever started, in that order. */
  List<SimulatedNode> everStarted() {
    return everStarted;
  }

  /** Those that can be reached now. */
  List<SimulatedNode> reachable() {
    return all(SimulatedNode::isReachable);
  }

  /** Any that works; nothing if none does. */
  Optional<SimulatedNode> anyWorking() {
    List<SimulatedNode> working = all(SimulatedNode::isWorking);
    return working.isEmpty() ? Optional.empty() : Optional.of(stage.chance.oneOf(working));
  }

  private List<SimulatedNode> all(Predicate<SimulatedNode> which) {
    return List.of(places).stream().filter(which).toList();
  }

  /** No node reaches the store until it is back. */
  void storeAway(boolean away) {
    storeAway = away;
    List.of(places).forEach(node -> node.link().away(away));
  }

  /** Everybody goes on. */
  void heal() {
    storeAway(false);
    List.of(places).forEach(node -> node.process().resume());
    List.of(places).forEach(node -> node.process().refuseThreads(0));
  }

  /** Stops a node in order; it is started again like one that died. */
  void stop(SimulatedNode node, Duration drain) {
    stage.tally.count("node stopped in order");
    stage.story.tell(() -> node.name() + " is stopped");
    node.stops();
    node.guard()
        .stop(drain)
        .whenComplete(
            (nothing, failure) -> {
              stage.require(
                  failure == null, Invariant.NOTHING_ESCAPES, "the stop of " + node.name());
              node.die("stop ended");
            });
  }
}
