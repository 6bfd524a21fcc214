package io.webhookguard.core.handler;

import java.time.Duration;

/**
 * How often and for how long an event is tried.
 *
 * <p>The delay before attempt <i>n+1</i> is {@code first · factor^(n-1)}, at most {@code max}, and
 * then moved up or down by up to {@code jitter} of itself.
 *
 * @param attempts the most attempts since the last fresh start, 1 to {@value #MAX_ATTEMPTS}
 * @param total no attempt starts later than this after the first one with the same keys; for events
 *     whose effect was never begun it counts from their admission
 * @param first the delay after the first attempt
 * @param factor how much longer each delay is than the one before, at least 1
 * @param max the longest delay, not below {@code first}
 * @param jitter 0 for none, up to 1
 */
public record RetryPolicy(
    int attempts, Duration total, Duration first, double factor, Duration max, double jitter) {

  /** The most attempts that a policy may allow. */
  public static final int MAX_ATTEMPTS = 10_000;

  /** The longest total time and the longest delay. */
  public static final Duration MAX_TIME = Duration.ofDays(366);

  /** 100 attempts in 72 hours, after 1 s, 3 s, 9 s … up to an hour, give or take a fifth. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          100, Duration.ofHours(72), Duration.ofSeconds(1), 3, Duration.ofHours(1), 0.2);

  /** One attempt and no other. */
  public static final RetryPolicy NONE = DEFAULT.withAttempts(1);

  public RetryPolicy {
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "retry attempts are 1 to " + MAX_ATTEMPTS + ", got " + attempts);
    }
    requireTime("the total time of retries", total);
    requireTime("the first delay of retries", first);
    requireTime("the longest delay of retries", max);
    if (max.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the longest delay (" + max + ") must not be below the first (" + first + ")");
    }
    if (!(factor >= 1 && factor <= 1_000)) {
      throw new IllegalArgumentException("the factor of retries is 1 to 1000, got " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("the jitter of retries is 0 to 1, got " + jitter);
    }
  }

  private static void requireTime(String what, Duration time) {
    if (time.isNegative() || time.compareTo(MAX_TIME) > 0) {
      throw new IllegalArgumentException(what + " is 0 to " + MAX_TIME + ", got " + time);
    }
  }

  /** This policy with another number of attempts. */
  public RetryPolicy withAttempts(int wanted) {
    return new RetryPolicy(wanted, total, first, factor, max, jitter);
  }

  /** This policy with another total time. */
  public RetryPolicy withTotal(Duration wanted) {
    return new RetryPolicy(attempts, wanted, first, factor, max, jitter);
  }

  /** This policy with other delays. */
  public RetryPolicy withDelays(Duration firstDelay, double growth, Duration longest) {
    return new RetryPolicy(attempts, total, firstDelay, growth, longest, jitter);
  }

  /** This policy with another jitter. */
  public RetryPolicy withJitter(double wanted) {
    return new RetryPolicy(attempts, total, first, factor, max, wanted);
  }
}
