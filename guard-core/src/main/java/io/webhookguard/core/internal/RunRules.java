package io.webhookguard.core.internal;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.handler.EventHandler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows from how an attempt ended. Pure: the same input, the same settlement.
 *
 * <p><b>Time.</b> All differences are between times of the store, plus how long the handler ran by
 * the node's monotonic clock. Time for retries and the memory of keys both count from the first
 * attempt that carried the current keys: an event that waited days behind its lane has all its time
 * ahead of it when it starts.
 *
 * <p><b>What is not begun.</b> Such an attempt is handed back and does not count, and no key was
 * used, so nothing of the store's grows with it. It is free for the total time since admission;
 * after that it counts like any attempt, which ends it.
 *
 * <p><b>Doubt.</b> An attempt in doubt is repeated only while the other side is sure to remember
 * its key when the repetition starts. What a transactional handler did is never in doubt: a
 * transaction of an older token cannot commit any more, so a claim that was taken over has left
 * nothing behind. Where a probe can tell, the event is claimed once more for it, whatever the
 * limits of attempts and time say: only the handler is bound by them.
 *
 * <p><b>Poison.</b> An event whose attempts end with their nodes again and again is taken for the
 * cause of it and becomes a dead letter, so that it does not take down one node after the other.
 */
record RunRules(RunPolicy policy, Kind kind) {

  /** What is known about the effect of an attempt that did not report its end. */
  enum Kind {
    /** Nothing. */
    PLAIN,
    /** What the probe finds out. */
    PROBED,
    /** That it did not happen: it is in the transaction that completes the event. */
    TRANSACTIONAL
  }

  /** The rules of the subscription's attempts. */
  static RunRules of(Subscription subscription) {
    EventHandler handler = subscription.handler();
    Kind kind =
        handler instanceof TransactionalHandler
            ? Kind.TRANSACTIONAL
            : handler instanceof ProbedHandler ? Kind.PROBED : Kind.PLAIN;
    return new RunRules(subscription.policy(), kind);
  }

  /** The longest delay that a handler or its destination may ask for. */
  static final Duration LONGEST_REQUEST = Duration.ofHours(24);

  static final Problem KEY_FORGOTTEN =
      new Problem("key-window", "the other side may have forgotten the idempotency key");
  static final Problem NOT_DONE =
      new Problem("probed-not-done", "the effect did not happen, and no attempt is left");
  static final Problem LEASE_ENDED =
      new Problem("lease-ended", "the attempt's node did not report its end");

  /** Ends an attempt that must not run: it is in doubt and its key may be forgotten. */
  Optional<Settlement> beforeRun(Attempt attempt) {
    return kind == Kind.PLAIN && attempt.inDoubt() && keyMayBeForgotten(attempt)
        ? Optional.of(fail(attempt, FailureReason.KEY_WINDOW, DoubtMark.KEEP, KEY_FORGOTTEN))
        : Optional.empty();
  }

  /** Whether the other side may no longer know the attempt's keys. */
  boolean keyMayBeForgotten(Attempt attempt) {
    return sinceFirstUse(attempt).compareTo(policy.remoteKeyTtl()) > 0;
  }

  /** Ends an attempt that was granted for the probe alone, when the effect did not happen. */
  Optional<Outcome> afterNotDone(Attempt attempt) {
    boolean mayRun =
        attempt.number() <= policy.retry().attempts()
            && sinceFirstUse(attempt).compareTo(policy.retry().total()) <= 0;
    return mayRun
        ? Optional.empty()
        : Optional.of(new Outcome.Dead(FailureReason.EXHAUSTED, DoubtMark.CLEAR, NOT_DONE));
  }

  /**
   * Ends an attempt that ran.
   *
   * @param ran how long
   * @param chance evenly distributed in 0 (inclusive) to 1 (exclusive)
   */
  Settlement afterRun(Attempt attempt, Outcome outcome, Duration ran, double chance) {
    return outcome.match(
        succeeded -> new Settlement.Complete(attempt.claim(), succeeded.response()),
        dead -> fail(attempt, dead.reason(), dead.mark(), dead.problem()),
        again -> again(attempt, again, ran, chance),
        notBegun -> notBegun(attempt, notBegun, ran, chance),
        unknown -> inDoubt(attempt, unknown.problem(), ran, chance));
  }

  /**
   * Ends an attempt that was taken over because its lease had ended.
   *
   * @param inARow how many attempts in a row have ended so, this one included
   */
  Settlement afterTakeover(Attempt attempt, int inARow, double chance) {
    if (inARow >= policy.takeovers()) {
      Problem poison =
          new Problem("poison", inARow + " attempts in a row ended with their node or its lease");
      return kind == Kind.TRANSACTIONAL
          ? fail(attempt, FailureReason.PERMANENT, DoubtMark.CLEAR, poison)
          : fail(attempt, FailureReason.IN_DOUBT, DoubtMark.SET, poison);
    }
    return kind == Kind.TRANSACTIONAL
        ? again(
            attempt,
            new Outcome.Again(LEASE_ENDED, Duration.ZERO, DoubtMark.CLEAR),
            Duration.ZERO,
            chance)
        : inDoubt(attempt, LEASE_ENDED, Duration.ZERO, chance);
  }

  private Settlement again(Attempt attempt, Outcome.Again again, Duration ran, double chance) {
    Duration delay = longer(backoff(attempt.number(), chance), atMostADay(again.retryAfter()));
    return spent(attempt, ran, delay)
        ? fail(attempt, FailureReason.EXHAUSTED, again.mark(), again.problem())
        : new Settlement.Retry(attempt.claim(), delay, again.mark(), again.problem());
  }

  private Settlement notBegun(
      Attempt attempt, Outcome.NotBegun notBegun, Duration ran, double chance) {
    Duration delay = longer(backoff(1, chance), atMostADay(notBegun.after()));
    Duration waited = Duration.between(attempt.receivedAt(), attempt.startedAt()).plus(ran);
    if (waited.plus(delay).compareTo(policy.retry().total()) <= 0) {
      return new Settlement.Release(attempt.claim(), delay, notBegun.problem());
    }
    return again(
        attempt,
        new Outcome.Again(notBegun.problem(), notBegun.after(), DoubtMark.KEEP),
        ran,
        chance);
  }

  private Settlement inDoubt(Attempt attempt, Problem problem, Duration ran, double chance) {
    if (kind == Kind.PROBED) {
      return forTheProbe(attempt, problem, chance);
    }
    if (policy.inDoubt() == InDoubt.PARK) {
      return fail(attempt, FailureReason.IN_DOUBT, DoubtMark.SET, problem);
    }
    Duration delay = backoff(attempt.number(), chance);
    if (sinceFirstUse(attempt).plus(ran).plus(delay).compareTo(policy.remoteKeyTtl()) > 0) {
      return fail(attempt, FailureReason.KEY_WINDOW, DoubtMark.SET, problem);
    }
    return spent(attempt, ran, delay)
        ? fail(attempt, FailureReason.EXHAUSTED, DoubtMark.SET, problem)
        : new Settlement.Doubt(attempt.claim(), delay, problem);
  }

  private Settlement forTheProbe(Attempt attempt, Problem problem, double chance) {
    return attempt.number() > policy.retry().attempts()
        ? fail(attempt, FailureReason.IN_DOUBT, DoubtMark.SET, problem)
        : new Settlement.Doubt(attempt.claim(), backoff(attempt.number(), chance), problem);
  }

  /** The same end, due not before so long; never later than the policy's longest delay for that. */
  Settlement atLeast(Settlement end, Duration wanted) {
    Duration after = wanted.compareTo(policy.retry().max()) < 0 ? wanted : policy.retry().max();
    if (end instanceof Settlement.Retry retry) {
      return new Settlement.Retry(
          retry.claim(), longer(retry.after(), after), retry.mark(), retry.problem());
    }
    if (end instanceof Settlement.Doubt doubt) {
      return new Settlement.Doubt(doubt.claim(), longer(doubt.after(), after), doubt.problem());
    }
    return end;
  }

  private boolean spent(Attempt attempt, Duration ran, Duration delay) {
    RetryPolicy retry = policy.retry();
    return attempt.number() >= retry.attempts()
        || sinceFirstUse(attempt).plus(ran).plus(delay).compareTo(retry.total()) > 0;
  }

  private Settlement fail(Attempt attempt, FailureReason reason, DoubtMark mark, Problem problem) {
    return new Settlement.Fail(attempt.claim(), reason, mark, policy.headOfLine(), problem);
  }

  /** The delay after the attempt of this number. */
  Duration backoff(int number, double chance) {
    RetryPolicy retry = policy.retry();
    double grown = (double) retry.first().toMillis() * Math.pow(retry.factor(), number - 1.0);
    double capped = Math.min(grown, (double) retry.max().toMillis());
    double moved = capped * (1 + retry.jitter() * (2 * chance - 1));
    Duration delay = Duration.ofMillis(Math.round(moved));
    return delay.compareTo(Limits.MAX_DELAY) > 0 ? Limits.MAX_DELAY : delay;
  }

  private static Duration sinceFirstUse(Attempt attempt) {
    return Duration.between(attempt.windowStart(), attempt.startedAt());
  }

  private static Duration atMostADay(Duration asked) {
    return asked.compareTo(LONGEST_REQUEST) > 0 ? LONGEST_REQUEST : asked;
  }

  private static Duration longer(Duration first, Duration second) {
    return first.compareTo(second) >= 0 ? first : second;
  }
}
