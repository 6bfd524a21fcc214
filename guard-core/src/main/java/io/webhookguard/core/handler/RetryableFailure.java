package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.DoubtMark;
import java.time.Duration;

/** It is certain that nothing happened, or a repeat is harmless: another attempt will follow. */
public final class RetryableFailure extends RuntimeException implements HandlerFailure {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final Duration retryAfter;
  private final DoubtMark mark;

  /** Retries when the policy says so; whatever was in doubt is settled. */
  public RetryableFailure(Problem problem) {
    this(problem, Duration.ZERO, DoubtMark.CLEAR);
  }

  /**
   * Retries not before a time that the other side named.
   *
   * @param retryAfter zero or more; honoured up to 24 hours
   * @param mark {@link DoubtMark#CLEAR} if this answer is certain for earlier attempts too, {@link
   *     DoubtMark#KEEP} if it says nothing about them
   */
  public RetryableFailure(Problem problem, Duration retryAfter, DoubtMark mark) {
    super(problem.toString());
    this.problem = problem;
    this.retryAfter = requireDelay(retryAfter);
    this.mark = requireCertain(mark);
  }

  static Duration requireDelay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay is zero or more, got " + delay);
    }
    return delay;
  }

  static DoubtMark requireCertain(DoubtMark mark) {
    if (mark == DoubtMark.SET) {
      throw new IllegalArgumentException(
          "an attempt whose outcome is unknown ends in UnknownOutcomeFailure");
    }
    return mark;
  }

  /** The next attempt comes no earlier than this after the end of the attempt. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** What becomes of the doubt mark. */
  public DoubtMark mark() {
    return mark;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
