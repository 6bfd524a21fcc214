package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One run of whole guards against one store, from one seed.
 *
 * <ol>
 *   <li>A {@link Scenario} is drawn: nodes, policies, events, and which troubles there are.
 *   <li>For a while events come and things go wrong. One thread does everything; whose task is next
 *       is drawn, and in the middle of a call or a handler others may go on.
 *   <li>The faults end. Everything that was sent must come to its end within a bounded time;
 *       persons look after dead letters that hold up a lane.
 *   <li>Finished events are delivered once more, the nodes are looked at in rest and stopped.
 *   <li>What the destination, the provider and the ledger have seen is held against the {@link
 *       Invariant}s.
 * </ol>
 */
final class Simulation {

  /** How a run went. */
  record Result(long seed, List<Stage.Breach> breaches, Tally tally, Story story) {}

  private static final int MAX_ROUNDS = 12;
  private static final Duration STEP = Duration.ofMillis(500);

  private final Stage stage;
  private final Business business;
  private final Fleet fleet;
  private final Provider provider;
  private final Mischief mischief;

  private Simulation(long seed, boolean told, Engine engine) {
    this.stage = new Stage(seed, told);
    this.business = new Business(stage);
    this.fleet = new Fleet(stage, business, engine);
    FreshnessCheck freshness = new FreshnessCheck(stage);
    this.provider = new Provider(stage, fleet, freshness);
    this.mischief = new Mischief(stage, fleet, freshness, provider);
  }

  /** Runs the right engine. */
  static Result run(long seed, boolean told) {
    return run(seed, told, Engine.RIGHT);
  }

  /**
   * Runs an engine.
   *
   * @param told whether to keep the story: the same seed gives the same run either way
   */
  static Result run(long seed, boolean told, Engine engine) {
    Simulation simulation = new Simulation(seed, told, engine);
    simulation.play();
    Stage stage = simulation.stage;
    return new Result(seed, List.copyOf(stage.breaches()), stage.tally, stage.story);
  }

  private void play() {
    stage.story.tell(() -> stage.scenario.toString());
    try {
      if (stage.scenario.quiet().isZero()) {
        stage.beginFaults();
      } else {
        stage.time.later(stage.scenario.quiet(), stage::beginFaults);
      }
      fleet.startAll();
      provider.plan();
      mischief.plan();
      stage.time.later(stage.scenario.troubled(), this::endFaults);
      stage.time.advance(stage.scenario.troubled());
      comeToAnEnd();
      if (stage.breaches().isEmpty()) {
        redeliverLate();
        rest();
      }
    } catch (RuntimeException | Error e) {
      stage.breach(
          Invariant.NOTHING_ESCAPES,
          e + " at " + List.of(e.getStackTrace()).stream().limit(5).toList());
    }
    new EffectsCheck(stage, business, provider).check();
    new LedgerCheck(stage, business, fleet).check();
    new SealCheck(stage).check();
    stage.tally.count("run");
  }

  private void endFaults() {
    stage.endFaults();
    fleet.heal();
  }

  private void comeToAnEnd() {
    int round = 0;
    do {
      Duration left = patience();
      while (!isSettled() && !left.isNegative()) {
        stage.time.advance(STEP);
        left = left.minus(STEP);
      }
      firstUnsettled().ifPresent(what -> stage.breach(Invariant.ALL_ENDS, what + " does not end"));
      round++;
    } while (stage.breaches().isEmpty() && round < MAX_ROUNDS && mischief.resolveDeadLetters());
  }

  /**
   * How long all may take once the faults have ended: the last call that comes late, a provider's
   * timeout, leases that must end and the wait after an outage, and a delay for each event that
   * stands in a lane.
   */
  private Duration patience() {
    Duration lease = stage.scenario.settings().lease();
    int events = stage.scenario.events().size();
    return lease
        .multipliedBy(stage.scenario.has(Trouble.STORE_CLOCK) ? 9 : 4)
        .plus(stage.lateFor())
        .plus(Provider.TIMEOUT)
        .plus(Scenario.LONGEST_DELAY.multipliedBy(2L + events));
  }

  private boolean isSettled() {
    return firstUnsettled().isEmpty() && stage.lateFor().isZero();
  }

  private Optional<String> firstUnsettled() {
    Optional<String> undelivered = provider.firstUndelivered();
    if (undelivered.isPresent()) {
      return undelivered;
    }
    List<EventRecord> events = stage.events();
    return events.stream()
        .filter(
            event ->
                event.state() == EventState.PROCESSING
                    || (event.state() == EventState.PENDING && !isBlocked(event, events)))
        .findFirst()
        .map(event -> event.key() + " " + event.status());
  }

  private static boolean isBlocked(EventRecord event, List<EventRecord> events) {
    return !event.lane().isNone()
        && events.stream()
            .anyMatch(
                other ->
                    other.state() == EventState.FAILED
                        && other.holdsLane()
                        && other.lane().equals(event.lane())
                        && other.key().route().equals(event.key().route()));
  }

  private void redeliverLate() {
    for (Scenario.Sent event : stage.scenario.events()) {
      boolean open =
          event.keys().stream()
              .flatMap(key -> stage.store.events().find(key).stream())
              .map(EventRecord::status)
              .anyMatch(Simulation::mayBeReopened);
      if (!open && stage.chance.oneIn(3)) {
        provider.redeliver(event);
      }
    }
    Duration left = patience();
    while (!isSettled() && !left.isNegative()) {
      stage.time.advance(STEP);
      left = left.minus(STEP);
    }
    firstUnsettled().ifPresent(what -> stage.breach(Invariant.ALL_ENDS, what + " does not end"));
  }

  private static boolean mayBeReopened(Status status) {
    return status instanceof Status.Failed failed && failed.reason() == FailureReason.EXHAUSTED;
  }

  private void rest() {
    stage.time.advance(stage.scenario.settings().lease().plusSeconds(2));
    if (!fleet.reachable().isEmpty()) {
      new SealCheck(stage).checkTail();
    }
    for (SimulatedNode node : fleet.reachable()) {
      new RestCheck(stage, node).check();
    }
  }
}
