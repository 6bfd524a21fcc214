package io.webhookguard.core.lock;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fast lock in front of one that decides: the safe form of "Redis, with the database to fall back
 * on".
 *
 * <p><b>The algorithm.</b>
 *
 * <ol>
 *   <li>The fast lock is asked first. If it refuses, the caller waits a moment: somebody holds the
 *       name, and the authority is spared the crowd.
 *   <li>Then, whatever the fast lock has said, the authority is asked. Its answer is the answer:
 *       its lease, its token, its "no", its exception.
 *   <li>A fast lock that throws, or does not answer within its time, has said nothing: the
 *       authority is asked. Its answer, should it come later, is given back.
 * </ol>
 *
 * <p>So the fast lock may delay a caller, by {@code answerWithin} and {@code afterRefusal} at most,
 * and nothing else: not grant, not refuse, not outlast. Whether it is cut off, emptied or promoted
 * from a stale replica, the exclusion is the authority's. It is never the other way round, where a
 * fast lock that fails is replaced by another one, or by none: two callers, of whom each asked
 * another lock, would both hold the name.
 *
 * <p><b>How long the fast lock holds.</b> It is asked before the authority, for the same time, so
 * its lease ends sooner. It is renewed after the authority, for what is left. It is let go when the
 * authority refuses, lets go, or leaves it open whether it has granted or renewed. Where it cannot
 * be reached then, its own lease ends it, and others have waited for nothing until then.
 *
 * <p><b>Where it runs.</b> The authority is called in the calling thread; the fast lock in the
 * background of the runtime, with at most {@value #FAST_CALLS} calls under way: one that hangs
 * holds up so many callers for {@code answerWithin}, and is not asked any more until it lets go of
 * one of the calls. Not to be called from the thread of the runtime's scheduler.
 *
 * <p>Safe for use by many threads.
 */
public final class LayeredLock implements Lock {

  private static final Logger log = LoggerFactory.getLogger(LayeredLock.class);

  /** How long the fast lock has for an answer, unless another time is given. */
  public static final Duration ANSWER_WITHIN = Duration.ofMillis(200);

  /** How long a caller waits when the fast lock has refused, unless another time is given. */
  public static final Duration AFTER_REFUSAL = Duration.ofMillis(100);

  private static final int FAST_CALLS = 4;

  /** Each of the two delays is at most this part of the lease: half of it is left at least. */
  private static final int PART_OF_LEASE = 4;

  private enum Word {
    GRANTED,
    REFUSED,
    NOTHING
  }

  private final Lock fast;
  private final Lock authority;
  private final GuardRuntime runtime;
  private final Duration answerWithin;
  private final Duration afterRefusal;
  private final Executor calls;
  private final FastLeases leases = new FastLeases();

  /** A fast lock that has {@link #ANSWER_WITHIN}, and {@link #AFTER_REFUSAL} when it refuses. */
  public LayeredLock(Lock fast, Lock authority, GuardRuntime runtime) {
    this(fast, authority, runtime, ANSWER_WITHIN, AFTER_REFUSAL);
  }

  /**
   * Puts one before the other.
   *
   * @param fast may only delay
   * @param authority decides
   * @param runtime runs the calls to the fast lock and counts their time
   * @param answerWithin how long the fast lock has for an answer; more than zero
   * @param afterRefusal how long a caller waits when the fast lock has refused; zero or more
   */
  public LayeredLock(
      Lock fast,
      Lock authority,
      GuardRuntime runtime,
      Duration answerWithin,
      Duration afterRefusal) {
    if (answerWithin.isNegative() || answerWithin.isZero() || afterRefusal.isNegative()) {
      throw new IllegalArgumentException(
          "the fast lock needs time to answer, got " + answerWithin + " and " + afterRefusal);
    }
    this.fast = fast;
    this.authority = authority;
    this.runtime = runtime;
    this.answerWithin = answerWithin;
    this.afterRefusal = afterRefusal;
    this.calls = new BoundedCalls(runtime.background(), FAST_CALLS, 0);
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    FastLeases.Taking taking = new FastLeases.Taking(name, holder);
    // Who asks again may get a lease that is half over: the fast one would outlast it.
    boolean first = leases.begin(taking);
    if (first && askFast(taking, lease) == Word.REFUSED) {
      pause(atMost(afterRefusal, lease));
    }
    try {
      Optional<Lease> answer = authority.tryAcquire(name, holder, lease);
      if (answer.isEmpty()) {
        letGo(leases.end(taking));
      }
      return answer;
    } catch (OutcomeUnknownException e) {
      // Perhaps nobody holds it, and who asks again may find it half over.
      letGo(leases.drop(taking));
      throw e;
    } catch (RuntimeException e) {
      if (first) {
        letGo(leases.end(taking));
      }
      throw e;
    }
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    FastLeases.Taking taking = FastLeases.Taking.of(lease);
    long askedNanos = runtime.nanoTime();
    Renewal answer;
    try {
      answer = authority.renew(lease, duration);
    } catch (OutcomeUnknownException e) {
      // It may be shorter now than the fast one.
      letGo(leases.drop(taking));
      throw e;
    }
    if (answer instanceof Renewal.Renewed) {
      leases.until(taking, askedNanos + duration.toNanos());
      inBackground(() -> renewFast(taking, atMost(answerWithin, duration)));
    } else {
      letGo(leases.drop(taking));
    }
    return answer;
  }

  @Override
  public Release release(Lease lease) {
    FastLeases.Taking taking = FastLeases.Taking.of(lease);
    try {
      Release answer = authority.release(lease);
      letGo(answer == Release.RELEASED ? leases.end(taking) : leases.drop(taking));
      return answer;
    } catch (RuntimeException e) {
      letGo(leases.drop(taking));
      throw e;
    }
  }

  // What the fast lock says. None of it can fail.

  private Word askFast(FastLeases.Taking taking, Duration lease) {
    CompletableFuture<Word> word = new CompletableFuture<>();
    if (!inBackground(() -> acquireFast(taking, lease, word))) {
      return Word.NOTHING;
    }
    return await(word, Word.NOTHING, atMost(answerWithin, lease));
  }

  private void acquireFast(FastLeases.Taking taking, Duration lease, CompletableFuture<Word> word) {
    Optional<Lease> granted;
    try {
      granted = fast.tryAcquire(taking.name(), taking.holder(), lease);
    } catch (RuntimeException | Error e) {
      word.complete(Word.NOTHING);
      throw e;
    }
    if (granted.isEmpty()) {
      word.complete(Word.REFUSED);
      return;
    }
    leases.granted(taking, granted.get());
    if (!word.complete(Word.GRANTED)) {
      // Nobody waits for it any more, and it may end later than the authority's.
      leases.drop(taking);
      fast.release(granted.get());
    }
  }

  private void renewFast(FastLeases.Taking taking, Duration spare) {
    Optional<FastLeases.Held> held = leases.find(taking);
    if (held.isEmpty()) {
      return;
    }
    long startNanos = runtime.nanoTime();
    Duration left = Duration.ofNanos(held.get().untilNanos() - startNanos).minus(spare);
    boolean tooLate = left.isNegative() || left.isZero();
    if (!tooLate) {
      tooLate = !(fast.renew(held.get().lease(), left) instanceof Renewal.Renewed);
    }
    boolean late = runtime.nanoTime() - startNanos > spare.toNanos();
    boolean shortened =
        leases
            .find(taking)
            .filter(now -> now.untilNanos() - held.get().untilNanos() >= 0)
            .isEmpty();
    if (tooLate || late || shortened) {
      // It is gone, or may end later than the authority's.
      leases.drop(taking);
      fast.release(held.get().lease());
    }
  }

  private void letGo(Optional<Lease> held) {
    held.ifPresent(lease -> inBackground(() -> fast.release(lease)));
  }

  private boolean inBackground(Runnable call) {
    try {
      calls.execute(() -> quietly(call));
      return true;
    } catch (RuntimeException | Error e) {
      log.debug("the fast lock is not asked: {}", e.getMessage());
      return false;
    }
  }

  private static void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.debug("the fast lock says nothing: {}", e.getMessage());
    }
  }

  // Waiting.

  private static Duration atMost(Duration bound, Duration lease) {
    Duration part = lease.dividedBy(PART_OF_LEASE);
    return bound.compareTo(part) < 0 ? bound : part;
  }

  private void pause(Duration wait) {
    await(new CompletableFuture<>(), Word.NOTHING, wait);
  }

  /**
   * The word, or the other one when the time is over, the thread is interrupted or has no timer.
   */
  private Word await(CompletableFuture<Word> word, Word otherwise, Duration longest) {
    if (word.isDone()) {
      return word.join();
    }
    try {
      Scheduler.Cancellable timer =
          runtime.scheduler().after(longest, () -> word.complete(otherwise));
      try {
        return word.get();
      } finally {
        timer.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      log.debug("the fast lock is not waited for: {}", e.getMessage());
    }
    return word.complete(otherwise) ? otherwise : word.join();
  }
}
