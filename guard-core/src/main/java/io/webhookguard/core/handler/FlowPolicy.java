package io.webhookguard.core.handler;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of a route may run on one node: what protects its destination. What may not run now is
 * not claimed: it stays PENDING, spends no attempt, and keeps its place.
 *
 * @param breaker stops the route while its destination fails; empty for never
 * @param perSecond how many attempts may start in a second, 0 for any number; up to a second's
 *     worth may start at once
 * @param atOnce how many attempts may run at once, 0 for as many as the node has workers
 * @param retryBudget slows retries down while there are many of them; empty for never
 */
public record FlowPolicy(
    Optional<Breaker> breaker, double perSecond, int atOnce, Optional<RetryBudget> retryBudget) {

  /** No limits beside the node's workers. */
  public static final FlowPolicy NONE = new FlowPolicy(Optional.empty(), 0, 0, Optional.empty());

  private static final double MOST_PER_SECOND = 1_000_000;

  public FlowPolicy {
    if (!(perSecond == 0 || (perSecond >= 0.001 && perSecond <= MOST_PER_SECOND))) {
      throw new IllegalArgumentException(
          "the attempts in a second are 0.001 to 1000000, or 0 for any number, got " + perSecond);
    }
    if (atOnce < 0) {
      throw new IllegalArgumentException(
          "the attempts at once are 1 or more, or 0 for any number, got " + atOnce);
    }
  }

  /** This policy with a breaker. */
  public FlowPolicy withBreaker(Breaker wanted) {
    return new FlowPolicy(Optional.of(wanted), perSecond, atOnce, retryBudget);
  }

  /** This policy with another rate. */
  public FlowPolicy withPerSecond(double wanted) {
    return new FlowPolicy(breaker, wanted, atOnce, retryBudget);
  }

  /** This policy with another number of attempts at once. */
  public FlowPolicy withAtOnce(int wanted) {
    return new FlowPolicy(breaker, perSecond, wanted, retryBudget);
  }

  /** This policy with a budget of retries. */
  public FlowPolicy withRetryBudget(RetryBudget wanted) {
    return new FlowPolicy(breaker, perSecond, atOnce, Optional.of(wanted));
  }

  /**
   * A circuit breaker. It opens when of the newest attempts too many failed: those that could not
   * begin, were to be retried, or ended without a known outcome. A permanent failure is an answer
   * like any other. After a while one attempt is let through; if it fails the breaker stays open.
   *
   * @param failureRate opens at this many failures of a hundred, above 0 and up to 100
   * @param window how many of the newest attempts are looked at, and how many there must be before
   *     it opens at all; 1 to {@value #MAX_WINDOW}
   * @param openFor how long it stays open, 1 ms to a day
   */
  public record Breaker(double failureRate, int window, Duration openFor) {

    /** The largest window. */
    public static final int MAX_WINDOW = 10_000;

    /** Opens when half of the newest 100 attempts have failed, for 30 s. */
    public static final Breaker DEFAULT = new Breaker(50, 100, Duration.ofSeconds(30));

    public Breaker {
      if (!(failureRate > 0 && failureRate <= 100)) {
        throw new IllegalArgumentException(
            "the failure rate of a breaker is above 0 and up to 100, got " + failureRate);
      }
      if (window < 1 || window > MAX_WINDOW) {
        throw new IllegalArgumentException(
            "the window of a breaker is 1 to " + MAX_WINDOW + " attempts, got " + window);
      }
      if (openFor.compareTo(Duration.ofMillis(1)) < 0
          || openFor.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a breaker is open for 1 ms to a day, got " + openFor);
      }
    }
  }

  /**
   * A budget of retries: each event that is tried for the first time pays for a share of a retry,
   * and some are free in each second. A retry that nobody has paid for waits until it is, but never
   * longer than {@link RetryPolicy#max}. So an outage of a destination is not followed by a flood.
   *
   * @param share of a retry for each first attempt, 0 to 10
   * @param perSecond the free ones, 0.001 to 1,000,000
   */
  public record RetryBudget(double share, double perSecond) {
    public RetryBudget {
      if (!(share >= 0 && share <= 10)) {
        throw new IllegalArgumentException("the share of retries is 0 to 10, got " + share);
      }
      if (!(perSecond >= 0.001 && perSecond <= MOST_PER_SECOND)) {
        throw new IllegalArgumentException(
            "the free retries in a second are 0.001 to 1000000, got " + perSecond);
      }
    }
  }
}
