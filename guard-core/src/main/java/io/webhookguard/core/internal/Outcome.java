package io.webhookguard.core.internal;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.HandlerFailure;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.time.Duration;
import java.util.function.Function;

/** How a handler's call ended, in the words of the state machine. */
sealed interface Outcome {

  <T> T match(
      Function<Succeeded, T> succeeded,
      Function<Hopeless, T> hopeless,
      Function<Again, T> again,
      Function<NotBegun, T> notBegun,
      Function<Unknown, T> unknown);

  /** Reads what a handler threw. Anything but the guard's own failures leaves its class alone. */
  static Outcome of(Throwable thrown, InDoubt inDoubt) {
    if (thrown instanceof PermanentFailure failure) {
      return new Hopeless(failure.problem(), failure.mark());
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
    Problem problem = Problem.of(nameOf(thrown));
    return thrown instanceof Error || inDoubt == InDoubt.PARK
        ? new Unknown(problem)
        : new Again(problem, Duration.ZERO, DoubtMark.KEEP);
  }

  /**
   * Reads why a transaction rolled back. Whatever it was, nothing happened: so nothing is in doubt
   * that was not before.
   */
  static Outcome ofRolledBack(Throwable thrown) {
    return of(thrown, InDoubt.RETRY) instanceof Unknown unknown
        ? new Again(unknown.problem(), Duration.ZERO, DoubtMark.KEEP)
        : of(thrown, InDoubt.RETRY);
  }

  /** Reads why a handler was not even called. */
  static Outcome ofNotBegun(Throwable thrown) {
    return new NotBegun(Problem.of(nameOf(thrown)), Duration.ZERO);
  }

  private static String nameOf(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }

  /** Whether a log may show what was thrown: its message is the guard's own. */
  static boolean isSpoken(Throwable thrown) {
    return thrown instanceof HandlerFailure;
  }

  /** The effect happened. */
  record Succeeded(Response response) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Hopeless, T> hopeless,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return succeeded.apply(this);
    }
  }

  /** No attempt can succeed. */
  record Hopeless(Problem problem, DoubtMark mark) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Hopeless, T> hopeless,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return hopeless.apply(this);
    }
  }

  /** Nothing happened, or a repeat is harmless. */
  record Again(Problem problem, Duration retryAfter, DoubtMark mark) implements Outcome {
    @Override
    public <T> T match(
        Function<Succeeded, T> succeeded,
        Function<Hopeless, T> hopeless,
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
        Function<Hopeless, T> hopeless,
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
        Function<Hopeless, T> hopeless,
        Function<Again, T> again,
        Function<NotBegun, T> notBegun,
        Function<Unknown, T> unknown) {
      return unknown.apply(this);
    }
  }
}
