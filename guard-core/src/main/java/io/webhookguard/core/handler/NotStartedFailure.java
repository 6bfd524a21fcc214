package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;
import java.time.Duration;

/**
 * The effect was not begun: no connection could be made, a circuit is open. The attempt does not
 * count and the doubt mark stays.
 *
 * <p>Only within {@link RetryPolicy#total} since the event was admitted; after that such attempts
 * count like any other, so that nothing is tried for ever.
 */
public final class NotStartedFailure extends RuntimeException implements HandlerFailure {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final Duration after;

  /**
   * Says why it was not begun.
   *
   * @param after when to try again: zero for the policy's first delay; honoured up to 24 hours
   */
  public NotStartedFailure(Problem problem, Duration after) {
    super(problem.toString());
    this.problem = problem;
    this.after = RetryableFailure.requireDelay(after);
  }

  /** When to try again, or zero for the policy's first delay. */
  public Duration after() {
    return after;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
