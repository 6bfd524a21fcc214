package io.webhookguard.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation is tested: it finds each bug by the invariant that names it, and no other bug. */
final class WrongEnginesAreCaughtTest {

  /** Fewer runs than the gate makes of the right engine. Fixed seeds: a table that repeats. */
  private static final int MAX_RUNS = 5_000;

  private static final int RIGHT_RUNS = 500;

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong engine is caught by the invariant that it breaks")
  void eachIsCaughtByTheInvariantThatItBreaks(WrongEngine wrong) {
    Map<Invariant, Integer> others = new EnumMap<>(Invariant.class);
    int runs = 0;
    boolean caught = false;
    while (!caught && runs < MAX_RUNS) {
      runs++;
      for (Stage.Breach breach : Simulation.run(runs, false, wrong).breaches()) {
        caught |= breach.invariant() == wrong.broken();
        others.merge(breach.invariant(), 1, Integer::sum);
      }
    }
    others.remove(wrong.broken());
    System.out.printf(
        "%-34s %-21s seed %4d  others seen %s%n", wrong, wrong.broken(), runs, others.keySet());

    assertThat(caught).as("%s breaks %s", wrong, wrong.broken()).isTrue();
  }

  @Test
  @DisplayName("the right engine breaks nothing")
  void theRightOneBreaksNothing() {
    for (int seed = 1; seed <= RIGHT_RUNS; seed++) {
      assertThat(Simulation.run(seed, false).breaches()).as("seed %d", seed).isEmpty();
    }
  }
}
