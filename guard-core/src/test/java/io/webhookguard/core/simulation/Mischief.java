package io.webhookguard.core.simulation;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.core.InterventionResult;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.WebhookGuard;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What befalls the nodes from outside, and what persons do. */
final class Mischief {

  private static final Authority PERSON = new Authority("person", "simulated");

  private static final Duration LATEST_AFTER_REPLAY = Duration.ofSeconds(4);

  private final Stage stage;
  private final Fleet fleet;
  private final FreshnessCheck freshness;
  private final Provider provider;

  Mischief(Stage stage, Fleet fleet, FreshnessCheck freshness, Provider provider) {
    this.freshness = freshness;
    this.provider = provider;
    this.stage = stage;
    this.fleet = fleet;
  }

  /** Plans what will happen until the faults end. */
  void plan() {
    Duration lease = stage.scenario.settings().lease();
    plan(Trouble.CRASH, node -> node.die("crash between tasks"));
    plan(Trouble.PAUSE, node -> pause(node, stage.chance.upTo(lease.multipliedBy(2))));
    plan(Trouble.STOP, node -> fleet.stop(node, stage.chance.upTo(lease.multipliedBy(2))));
    plan(Trouble.OUTAGE, node -> outage(stage.chance.upTo(lease.multipliedBy(3))));
    plan(Trouble.PARTITION, node -> partition(node, stage.chance.upTo(lease.multipliedBy(3))));
    plan(Trouble.STORE_CLOCK, node -> jump(lease));
    plan(Trouble.NODE_CLOCK, this::setClock);
    plan(Trouble.NO_THREADS, this::refuseThreads);
    for (int i = 0; i < 4; i++) {
      plan(Trouble.PERSON, this::actOnAny);
    }
  }

  private void plan(Trouble trouble, Consumer<SimulatedNode> happening) {
    int times = stage.scenario.has(trouble) ? stage.chance.between(1, 2) : 0;
    Duration quiet = stage.scenario.quiet();
    for (int i = 0; i < times; i++) {
      stage.time.later(
          quiet.plus(stage.chance.upTo(stage.scenario.troubled().minus(quiet))),
          () -> {
            if (!stage.isCalm()) {
              fleet.anyWorking().ifPresent(happening);
            }
          });
    }
  }

  private void pause(SimulatedNode node, Duration howLong) {
    stage.tally.count("node paused between tasks");
    stage.story.tell(() -> node.name() + " stands still for " + howLong);
    node.excuse();
    node.process().pause();
    stage.time.later(howLong, node.process()::resume);
  }

  private void outage(Duration howLong) {
    stage.tally.count("store away");
    stage.story.tell(() -> "the store is away for " + howLong);
    fleet.storeAway(true);
    stage.time.later(howLong, () -> fleet.storeAway(false));
  }

  private void partition(SimulatedNode node, Duration howLong) {
    stage.tally.count("node cut off from the store");
    stage.story.tell(() -> node.name() + " is cut off for " + howLong);
    node.link().away(true);
    stage.time.later(howLong, () -> node.link().away(false));
  }

  private void jump(Duration lease) {
    Duration by = stage.chance.upTo(lease.multipliedBy(4)).minus(lease.multipliedBy(2));
    stage.tally.count("store clock jumped");
    stage.story.tell(() -> "the store's clock jumps by " + by);
    stage.jumpStoreClock(by);
  }

  private void setClock(SimulatedNode node) {
    stage.tally.count("node clock jumped");
    node.process().setClockError(stage.chance.upTo(Duration.ofDays(2)).minusDays(1));
  }

  private void refuseThreads(SimulatedNode node) {
    stage.tally.count("no thread for a node");
    node.excuse();
    node.process().refuseThreads(stage.chance.between(1, 4));
  }

  private void actOnAny(SimulatedNode node) {
    // Nobody has an event replayed that no node would run: it would wait for one for days.
    List<EventRecord> events =
        stage.events().stream().filter(event -> Scenario.isHandled(event.type())).toList();
    if (events.isEmpty()) {
      return;
    }
    EventKey key = stage.chance.oneOf(events).key();
    int choice = stage.chance.below(5);
    WebhookGuard guard = node.guard();
    try {
      switch (choice) {
        case 0 -> guard.retry(key, PERSON);
        case 1 -> guard.confirm(key, PERSON, Response.EMPTY);
        case 2 -> guard.discard(key, PERSON);
        default -> replay(node, key);
      }
      stage.tally.count("person asked for something");
    } catch (StoreUnavailableException | OutcomeUnknownException | VirtualRuntime.ProcessDied e) {
      stage.tally.count("person heard of a failure");
    }
  }

  /** Some providers deliver again just when their event is replayed. */
  private void replay(SimulatedNode node, EventKey key) {
    if (!(node.guard().replay(key, PERSON) instanceof InterventionResult.Answered answered
        && answered.answer() instanceof InterventionAnswer.Done)) {
      return;
    }
    freshness.replayed(key, node);
    stage.tally.count("event replayed");
    stage.scenario.events().stream()
        .filter(event -> event.keys().contains(key) && !stage.isCalm())
        .findFirst()
        .ifPresent(
            event -> {
              for (int i = stage.chance.below(4); i > 0; i--) {
                stage.time.later(
                    stage.chance.upTo(LATEST_AFTER_REPLAY), () -> provider.redeliver(event));
              }
            });
  }

  /** Persons look at all dead letters that hold a lane, and at some others. */
  boolean resolveDeadLetters() {
    boolean any = false;
    for (EventRecord event : stage.events()) {
      boolean looks = event.holdsLane() || stage.chance.oneIn(4);
      if (event.state() == EventState.FAILED && looks && fleet.anyWorking().isPresent()) {
        any |= event.holdsLane();
        resolve(event, fleet.anyWorking().get().guard());
      }
    }
    return any;
  }

  private void resolve(EventRecord event, WebhookGuard guard) {
    int choice = stage.chance.below(3);
    boolean doubtful =
        event.status() instanceof Status.Failed failed
            && (failed.reason() == FailureReason.IN_DOUBT
                || failed.reason() == FailureReason.KEY_WINDOW);
    if (choice == 0) {
      guard.retry(event.key(), PERSON);
    } else if (choice == 1 && doubtful) {
      guard.confirm(event.key(), PERSON, Response.EMPTY);
    } else {
      guard.discard(event.key(), PERSON);
    }
  }
}
