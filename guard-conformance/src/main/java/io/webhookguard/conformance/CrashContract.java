package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What clients leave that die inside a call: rules ES-58 and ES-59. */
public interface CrashContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-58 a client that dies while it admits leaves all of an event or nothing")
  default void es58AdmissionIsAllOrNothing(CrashPoints points) {
    sweep(points, EventTransitions.admissions());
  }

  @Test
  @DisplayName("ES-58 a client that dies while it claims or renews leaves all of it or nothing")
  default void es58ClaimIsAllOrNothing(CrashPoints points) {
    sweep(points, EventTransitions.claims());
  }

  @Test
  @DisplayName("ES-58 a client that dies while it settles leaves all of it or nothing")
  default void es58SettlementIsAllOrNothing(CrashPoints points) {
    sweep(points, EventTransitions.settlements());
  }

  @Test
  @DisplayName("ES-58 a client that dies while it intervenes leaves all of it or nothing")
  default void es58InterventionIsAllOrNothing(CrashPoints points) {
    sweep(points, EventTransitions.interventions());
  }

  @Test
  @DisplayName("ES-58 a client that dies while it purges leaves each event purged or whole")
  default void es58PurgeIsAllOrNothing(CrashPoints points) {
    sweep(points, EventTransitions.ages());
  }

  @Test
  @DisplayName(
      "ES-58 a client that dies while it records a step, summaries or a note leaves all or none")
  default void es58StepIsAllOrNothing(CrashPoints points) {
    sweep(
        points,
        List.of(OtherTransitions.step(), OtherTransitions.summaries(), OtherTransitions.note()));
  }

  @Test
  @DisplayName("ES-58 a client that dies while it adds a seal or a mark leaves it or none")
  default void es58SealIsAllOrNothing(CrashPoints points) {
    sweep(points, OtherTransitions.seals());
  }

  @Test
  @DisplayName("ES-58 a client that dies while it takes, renews or frees a lock does so or not")
  default void es58LockIsAllOrNothing(CrashPoints points) {
    sweep(points, OtherTransitions.locks());
  }

  @Test
  @DisplayName("ES-59 a client that loses its connection is told the truth about its call")
  default void es59LostConnectionIsToldTruly() {
    Scenario story = scenario();
    CrashPoints unlisted = new CrashPoints();
    assumeTrue(harness().crashHook().isPresent(), "the calls of the store have no inside");
    CrashSweep sweep = new CrashSweep(story, unlisted, harness().crashHook());
    for (Transition transition : EventTransitions.withNamedEvents()) {
      sweep.tellsTheTruth(harness().crashHook().orElseThrow(), transition);
    }
  }

  private void sweep(CrashPoints points, List<Transition> transitions) {
    CrashSweep sweep = new CrashSweep(scenario(), points, harness().crashHook());
    transitions.forEach(sweep::through);
    assertThat(points.transitions())
        .as("the kinds of calls in which clients died")
        .containsAll(transitions.stream().map(Transition::name).toList());
  }
}
