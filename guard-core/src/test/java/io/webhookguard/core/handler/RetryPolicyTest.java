package io.webhookguard.core.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {

  private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;
  private static final Duration TOO_LONG = RetryPolicy.MAX_TIME.plusMillis(1);
  private static final Duration NEGATIVE = Duration.ofMillis(-1);

  private static void assertRefused(ThrowingCallable made, String why) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    RetryPolicy least =
        new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 0).withJitter(0);
    RetryPolicy most =
        new RetryPolicy(
            RetryPolicy.MAX_ATTEMPTS,
            RetryPolicy.MAX_TIME,
            RetryPolicy.MAX_TIME,
            1_000,
            RetryPolicy.MAX_TIME,
            1);

    assertThat(least.attempts()).isEqualTo(1);
    assertThat(most.withJitter(0.5).jitter()).isEqualTo(0.5);
  }

  @Test
  void whatIsBeyondThemIsRefused() {
    assertRefused(() -> POLICY.withAttempts(0), "attempts");
    assertRefused(() -> POLICY.withAttempts(RetryPolicy.MAX_ATTEMPTS + 1), "attempts");
    assertRefused(() -> POLICY.withJitter(-0.01), "jitter");
    assertRefused(() -> POLICY.withJitter(1.01), "jitter");
    assertRefused(() -> POLICY.withDelays(Duration.ZERO, 0.99, Duration.ZERO), "factor");
    assertRefused(() -> POLICY.withDelays(Duration.ZERO, 1_001, Duration.ZERO), "factor");
  }

  @Test
  void everyTimeHasItsLimits() {
    assertRefused(() -> POLICY.withTotal(NEGATIVE), "total time");
    assertRefused(() -> POLICY.withTotal(TOO_LONG), "total time");
    assertRefused(() -> POLICY.withDelays(NEGATIVE, 1, Duration.ZERO), "first delay");
    assertRefused(() -> POLICY.withDelays(Duration.ZERO, 1, TOO_LONG), "longest delay");
    assertRefused(() -> POLICY.withDelays(Duration.ofMillis(2), 1, Duration.ofMillis(1)), "below");
  }
}
