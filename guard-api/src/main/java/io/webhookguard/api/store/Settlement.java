package io.webhookguard.api.store;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import java.time.Duration;
import java.util.function.Function;

/**
 * The end of an attempt, as its holder reports it. Takes effect only while the claim is current.
 */
public sealed interface Settlement {

  /** The claim that ends. */
  Claim claim();

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Complete, T> complete,
      Function<Retry, T> retry,
      Function<Doubt, T> doubt,
      Function<Fail, T> fail,
      Function<Release, T> release);

  /** The kind of the ledger entry that it writes (ES-22 to ES-26). */
  default DecisionKind decision() {
    return match(
        complete -> DecisionKind.COMPLETED,
        retry -> DecisionKind.RETRY_SCHEDULED,
        doubt -> DecisionKind.IN_DOUBT,
        fail -> fail.reason() == FailureReason.IN_DOUBT ? DecisionKind.PARKED : DecisionKind.FAILED,
        release -> DecisionKind.RELEASED);
  }

  /** The detail of that entry. */
  default String detail() {
    return match(
        complete -> "status " + complete.response().status(),
        retry -> retry.problem().toString(),
        doubt -> doubt.problem().toString(),
        fail -> fail.reason() + ", " + fail.problem(),
        release -> release.problem().toString());
  }

  /**
   * The effect happened. The event is COMPLETE and lets go of its lane; the doubt mark goes.
   *
   * @param claim the claim that ends
   * @param response what to tell duplicates
   */
  record Complete(Claim claim, Response response) implements Settlement {
    @Override
    public <T> T match(
        Function<Complete, T> complete,
        Function<Retry, T> retry,
        Function<Doubt, T> doubt,
        Function<Fail, T> fail,
        Function<Release, T> release) {
      return complete.apply(this);
    }
  }

  /**
   * It is known that nothing happened, or a repeat is harmless: PENDING again.
   *
   * @param claim the claim that ends
   * @param after due so long after the store's now
   * @param mark {@link DoubtMark#CLEAR} or {@link DoubtMark#KEEP}; unknown outcomes are {@link
   *     Doubt}
   * @param problem why it did not succeed
   */
  record Retry(Claim claim, Duration after, DoubtMark mark, Problem problem) implements Settlement {
    public Retry {
      Limits.requireDelay(after);
      if (mark == DoubtMark.SET) {
        throw new IllegalArgumentException("an attempt whose outcome is unknown ends in Doubt");
      }
    }

    @Override
    public <T> T match(
        Function<Complete, T> complete,
        Function<Retry, T> retry,
        Function<Doubt, T> doubt,
        Function<Fail, T> fail,
        Function<Release, T> release) {
      return retry.apply(this);
    }
  }

  /**
   * Nobody knows whether the effect happened, and the policy is to run it again: PENDING with the
   * doubt mark. Where the policy is to wait for a person, it is {@link Fail} with {@link
   * FailureReason#IN_DOUBT}.
   *
   * @param claim the claim that ends
   * @param after due so long after the store's now
   * @param problem what is known
   */
  record Doubt(Claim claim, Duration after, Problem problem) implements Settlement {
    public Doubt {
      Limits.requireDelay(after);
    }

    @Override
    public <T> T match(
        Function<Complete, T> complete,
        Function<Retry, T> retry,
        Function<Doubt, T> doubt,
        Function<Fail, T> fail,
        Function<Release, T> release) {
      return doubt.apply(this);
    }
  }

  /**
   * No further attempt by itself: FAILED.
   *
   * @param claim the claim that ends
   * @param reason why; {@link FailureReason#IN_DOUBT} parks it for a person
   * @param mark what becomes of the doubt mark; must be {@link DoubtMark#SET} for {@link
   *     FailureReason#IN_DOUBT}
   * @param headOfLine whether it keeps its lane
   * @param problem why the last attempt did not succeed
   */
  record Fail(
      Claim claim, FailureReason reason, DoubtMark mark, HeadOfLine headOfLine, Problem problem)
      implements Settlement {
    public Fail {
      if (reason == FailureReason.CANCELLED) {
        throw new IllegalArgumentException("only a person cancels an event");
      }
      if (reason == FailureReason.IN_DOUBT && mark != DoubtMark.SET) {
        throw new IllegalArgumentException("an event that fails in doubt carries the mark");
      }
    }

    @Override
    public <T> T match(
        Function<Complete, T> complete,
        Function<Retry, T> retry,
        Function<Doubt, T> doubt,
        Function<Fail, T> fail,
        Function<Release, T> release) {
      return fail.apply(this);
    }
  }

  /**
   * The effect was never started (the node stops, or no connection could be made): PENDING again,
   * and the attempt does not count. The doubt mark stays as it is.
   *
   * @param claim the claim that ends
   * @param after due so long after the store's now
   * @param problem why it was not started
   */
  record Release(Claim claim, Duration after, Problem problem) implements Settlement {
    public Release {
      Limits.requireDelay(after);
    }

    @Override
    public <T> T match(
        Function<Complete, T> complete,
        Function<Retry, T> retry,
        Function<Doubt, T> doubt,
        Function<Fail, T> fail,
        Function<Release, T> release) {
      return release.apply(this);
    }
  }
}
