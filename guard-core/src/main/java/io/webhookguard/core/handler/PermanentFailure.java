package io.webhookguard.core.handler;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.DoubtMark;

/** No attempt can succeed: the event becomes FAILED ({@link FailureReason#PERMANENT}). */
public final class PermanentFailure extends RuntimeException implements HandlerFailure {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final DoubtMark mark;

  /** Fails with certainty: whatever was in doubt about earlier attempts is settled too. */
  public PermanentFailure(Problem problem) {
    this(problem, DoubtMark.CLEAR);
  }

  /**
   * As {@link #PermanentFailure(Problem)}, saying what it means for earlier attempts.
   *
   * @param mark {@link DoubtMark#CLEAR} or {@link DoubtMark#KEEP}
   */
  public PermanentFailure(Problem problem, DoubtMark mark) {
    super(problem.toString());
    this.problem = problem;
    this.mark = RetryableFailure.requireCertain(mark);
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
