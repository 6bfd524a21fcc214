package io.webhookguard.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No invariant is silent when it is broken, and none speaks when all is well. */
final class CheckerTest {

  private static final Duration LEASE = Duration.ofMillis(Told.LEASE_MILLIS);

  @Test
  void whatWentWellIsNotComplainedAbout() {
    assertThat(Checker.judge(Told.well().history(), LEASE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void eachInvariantSpeaks(SpoiltHistory spoilt) {
    assertThat(Checker.judge(spoilt.told().history(), LEASE))
        .extracting(Breach::invariant)
        .contains(Invariant.valueOf(spoilt.name()));
  }

  @Test
  void aRunWithoutAnyFaultSaysLittle() {
    assertThat(Vacuity.complaints(Figures.of(Told.well().history())))
        .contains("no worker was killed", "nothing was taken over", "no late write was refused");
  }
}
