package io.webhookguard.core.internal;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.GuardTracing.HowItEnded;
import io.webhookguard.core.handler.Classification.Verdict;
import io.webhookguard.core.handler.HandlerFailure;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.StepException;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How a handler's call ended, in the words of the state machine. */
sealed interface Outcome {

  <T> T match(
      Function<Succeeded, T> succeeded,
      Function<Dead, T> dead,
      Function<Again, T> again,
      Function<NotBegun, T> notBegun,
      Function<Unknown, T> unknown);

  /**
   * Reads what a handler threw. Of anything but the guard's own failures only the class is kept.
   *
   * @param verdict what the handler's policy says it means, where it says anything
   */
  static Outcome of(Throwable thrown, Function<Throwable, Optional<Verdict>> verdict) {
    if (thrown instanceof PermanentFailure failure) {
      return new Dead(FailureReason.PERMANENT, failure.mark(), failure.problem());
    }
    if (thrown instanceof RetryableFailure failure) {
      return new Again(failure.problem(), failure.retryAfter(), failure.mark());
    }
    if (thrown instanceof NotStartedFailure failure) {
      return new NotBegun(failure.problem(), failure.after());
    }
    if (thrown instanceof UnknownOutcomeFailure failure) {
      return new Unknown(failure.problem());
    }
    if (thrown instanceof StepException failure) {
      return failure.mistake().ran()
          ? new Dead(FailureReason.IN_DOUBT, DoubtMark.SET, failure.problem())
          : new Dead(FailureReason.PERMANENT, DoubtMark.KEEP, failure.problem());
    }
    if (thrown instanceof HandlerCalls.KeyForgotten) {
      return new Dead(FailureReason.KEY_WINDOW, DoubtMark.KEEP, RunRules.KEY_FORGOTTEN);
    }
    Problem problem = Problem.of(nameOf(thrown));
    return switch (verdict.apply(thrown).orElse(Verdict.UNKNOWN)) {
      case PERMANENT -> new Dead(FailureReason.PERMANENT, DoubtMark.KEEP, problem);
      case RETRYABLE -> new Again(problem, Duration.ZERO, DoubtMark.KEEP);
      case NOT_STARTED -> new NotBegun(problem, Duration.ZERO);
      case UNKNOWN -> new Unknown(problem);
    };
  }

  /**
   * This outcome where a transaction has rolled back: nothing happened, so nothing is in doubt that
   * was not before.
   */
  default Outcome rolledBack() {
    return this instanceof Unknown unknown
        ? new Again(unknown.problem(), Duration.ZERO, DoubtMark.KEEP)
        : this;
  }

  /** This outcome where it is certain that no earlier attempt has had an effect. */
  default Outcome certainBefore() {
    if (this instanceof Again again && again.mark() == DoubtMark.KEEP) {
      return new Again(again.problem(), again.retryAfter(), DoubtMark.CLEAR);
    }
    if (this instanceof Dead dead && dead.mark() == DoubtMark.KEEP) {
      return new Dead(dead.reason(), DoubtMark.CLEAR, dead.problem());
    }
    return this;
  }

  /** What a trace says of it. */
  default HowItEnded howItEnded() {
    return match(
        succeeded -> HowItEnded.SUCCEEDED,
        dead -> HowItEnded.FAILED,
        again -> HowItEnded.RETRYABLE,
        notBegun -> HowItEnded.NOT_STARTED,
        unknown -> HowItEnded.UNKNOWN);
  }

  /** Whether the destination is there and does its work: it answered, if only by refusing. */
  default boolean isAnAnswer() {
    return this instanceof Succeeded || this instanceof Dead;
  }

  /** Reads why a handler was not even called. */
  static Outcome ofNotBegun(Throwable thrown) {
    return new NotBegun(Problem.of(nameOf(thrown)), Duration.ZERO);
  }

  /** Reads why a probe gave no finding: whether the effect happened is as unknown as before. */
  static Outcome ofFailedProbe(Throwable thrown) {
    return new Unknown(new Problem("probe-failed", "the probe threw " + nameOf(thrown)));
  }

  private static String nameOf(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }

  /** Whether a log may show what was thrown: its message is the guard's own. */
  static boolean isSpoken(Throwable thrown) {
    return thrown instanceof HandlerFailure || thrown instanceof StepException;
  }

  /** The effect happened. */
  record Succeeded(Response response) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Dead, T> dead,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return succeeded.apply(this);
    }
  }

  /** No further attempt by itself. */
  record Dead(FailureReason reason, DoubtMark mark, Problem problem) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Dead, T> dead,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return dead.apply(this);
    }
  }

  /** Nothing happened, or a repeat is harmless. */
  record Again(Problem problem, Duration retryAfter, DoubtMark mark) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Dead, T> dead,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return again.apply(this);
    }
  }

  /** The effect was not begun. */
  record NotBegun(Problem problem, Duration after) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Dead, T> dead,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return notBegun.apply(this);
    }
  }

  /** The effect may have happened. */
  record Unknown(Problem problem) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Dead, T> dead,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return unknown.apply(this);
    }
  }
}
