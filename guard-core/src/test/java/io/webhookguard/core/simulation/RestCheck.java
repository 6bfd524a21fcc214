package io.webhookguard.core.simulation;

import io.webhookguard.core.Readiness;
import java.time.Duration;

/** Looks at a node that has nothing to do, and stops it. */
final class RestCheck {

  /** Five tickers, and the first purge. */
  private static final int TIMERS = 6;

  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration QUICK = Duration.ofMillis(1);

  private final Stage stage;
  private final SimulatedNode node;

  RestCheck(Stage stage, SimulatedNode node) {
    this.stage = stage;
    this.node = node;
  }

  void check() {
    Readiness readiness = node.guard().readiness();
    require(readiness.problems().isEmpty(), "has problems: " + readiness.problems());
    require(readiness.inFlight() == 0, "still holds " + readiness.inFlight() + " attempts");
    int slots = stage.scenario.settings().workers();
    require(
        node.link().freeSlots() == slots,
        "has " + node.link().freeSlots() + " of " + slots + " slots");
    int timers = node.process().timersWaiting();
    require(timers <= TIMERS, "has " + timers + " timers");
    boolean[] stopped = new boolean[1];
    node.guard().stop(DRAIN).whenComplete((nothing, failure) -> stopped[0] = true);
    stage.time.advance(QUICK);
    require(stopped[0], "does not stop although it has nothing to do");
    require(node.process().timersWaiting() <= 2, "has timers after its stop");
  }

  private void require(boolean holds, String otherwise) {
    stage.require(holds, Invariant.AT_REST, node.name() + " " + otherwise);
  }
}
