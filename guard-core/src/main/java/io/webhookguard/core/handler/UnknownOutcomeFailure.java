package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;

/**
 * The effect may have happened: a timeout or a lost connection after the request was sent. What
 * follows is up to {@link RunPolicy#inDoubt}.
 */
public final class UnknownOutcomeFailure extends RuntimeException implements HandlerFailure {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Says what is known. */
  public UnknownOutcomeFailure(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
