package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;
import java.util.Locale;

/**
 * A step was used in a way that cannot work: a mistake in the handler's code, not bad luck. When it
 * reaches the guard the event becomes a dead letter, because another attempt would meet it again.
 * Steps that were recorded stay, so a retry after the code was mended goes on from there.
 */
public final class StepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What was wrong. */
  public enum Mistake {
    /** The name is empty, too long, or holds what a name must not. */
    NAME_INVALID(false),
    /** The name was used before in the same attempt. */
    NAME_USED_TWICE(false),
    /** The event and generation have as many steps as they may. */
    TOO_MANY(false),
    /** The store cannot record a step while the handler's transaction is open. */
    NOT_IN_THIS_TRANSACTION(false),
    /** What was recorded under the name is not of the type that is asked for now. */
    RECORDED_OTHERWISE(false),
    /** The step ran, and its result cannot be written as JSON or not be read back. */
    RESULT_UNSERIALISABLE(true),
    /** The step ran, and its result is larger than may be kept. */
    RESULT_TOO_LARGE(true);

    private final boolean ran;

    Mistake(boolean ran) {
      this.ran = ran;
    }

    /**
     * Whether the step ran and its result was lost. The event is then parked, FAILED (IN_DOUBT):
     * another attempt would repeat the step.
     */
    public boolean ran() {
      return ran;
    }
  }

  private final Mistake mistake;

  /**
   * Says what was wrong.
   *
   * @param message names the step; holds nothing of its result
   */
  public StepException(Mistake mistake, String message) {
    super(message);
    this.mistake = mistake;
  }

  /** What was wrong. */
  public Mistake mistake() {
    return mistake;
  }

  /** What is recorded of it. */
  public Problem problem() {
    String kind = "step-" + mistake.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(kind, String.valueOf(getMessage()));
  }
}
