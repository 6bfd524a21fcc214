package io.webhookguard.core.lock;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Limits;
import io.webhookguard.core.internal.Ids;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Runs something on one node at a time: takes a lock, renews it while the work goes on, and lets it
 * go.
 *
 * <pre>{@code
 * LockTemplate locks = new LockTemplate(store.lock(), runtime);
 * LockRun<Report> run =
 *     locks.run("nightly-report", Duration.ofSeconds(30), lock -> write(report(), lock.token()));
 * }</pre>
 *
 * <p>It keeps others out for as long as the lease lasts, and renews the lease from a third of it
 * on. It does not stop a body whose lease is over, because a process was paused or the store out of
 * reach: see {@link HeldLock}, which tells the body, and {@code docs/locks.md}.
 *
 * <p>It fails closed. What cannot be taken with certainty is not taken: a store that is away, whose
 * reply is lost, or that answers later than the lease lasts, is an exception, and nothing has run.
 *
 * <p>Safe for use by many threads. At most {@value #RENEWALS} renewals are under way at once, so
 * that a store that hangs leaves threads of the runtime to others.
 */
public final class LockTemplate {

  private static final int RENEWALS = 4;
  private static final int MAX_IN_LINE = 10_000;

  /** How often the store is asked when its replies are lost. */
  private static final int ASKED = 3;

  private final Lock lock;
  private final GuardRuntime runtime;
  private final Executor renewals;
  private final Ids ids;

  /**
   * Makes one.
   *
   * @param lock who decides
   * @param runtime its background renews, and its monotonic clock counts the leases
   */
  public LockTemplate(Lock lock, GuardRuntime runtime) {
    this.lock = lock;
    this.runtime = runtime;
    this.renewals = new BoundedCalls(runtime.background(), RENEWALS, MAX_IN_LINE);
    this.ids = new Ids(runtime.random());
  }

  /**
   * Runs the body in the calling thread if the lock is free.
   *
   * @param name 1 to 255 UTF-8 bytes
   * @param lease how long others wait for a holder that is gone: {@link Limits#MIN_LEASE} to {@link
   *     Limits#MAX_LEASE}. The body may take longer
   * @throws X what the body throws; the lock is let go first
   * @throws StoreUnavailableException if the lock was not taken, because the store is away or too
   *     slow; nothing has run
   * @throws OutcomeUnknownException if it is not known whether the lock was taken; nothing has run,
   *     and if it was, it is free when the lease has ended
   */
  public <T, X extends Exception> LockRun<T> run(String name, Duration lease, LockedBody<T, X> body)
      throws X {
    Optional<HeldLock> acquired = tryAcquire(name, lease);
    if (acquired.isEmpty()) {
      return new LockRun.NotAcquired<>();
    }
    try (HeldLock held = acquired.get()) {
      T result = body.run(held);
      return held.end()
          ? new LockRun.Ran<>(result, held.token())
          : new LockRun.LeaseLost<>(result, held.token());
    }
  }

  /**
   * Takes the lock if it is free, for work that does not fit a body. It is renewed until it is
   * closed, even if whoever took it has forgotten it.
   *
   * @param name as for {@link #run}
   * @param lease as for {@link #run}
   * @return empty if somebody else certainly holds it
   * @throws StoreUnavailableException as for {@link #run}
   * @throws OutcomeUnknownException as for {@link #run}
   */
  public Optional<HeldLock> tryAcquire(String name, Duration lease) {
    Limits.requireLease(lease);
    String holder = ids.next().toString();
    long askedNanos = runtime.nanoTime();
    return ask(name, holder, lease, askedNanos).map(granted -> hold(granted, lease, askedNanos));
  }

  /** A lost reply is asked for: the same holder gets the same lease again. */
  private Optional<Lease> ask(String name, String holder, Duration lease, long firstNanos) {
    for (int asked = 1; ; asked++) {
      try {
        Optional<Lease> answer = lock.tryAcquire(name, holder, lease);
        answer.ifPresent(granted -> requireOwn(granted, name, holder));
        return answer;
      } catch (OutcomeUnknownException e) {
        if (asked == ASKED || runtime.nanoTime() - firstNanos >= lease.toNanos()) {
          throw e;
        }
      } catch (StoreUnavailableException e) {
        if (asked > 1) {
          throw new OutcomeUnknownException("whether " + name + " is held cannot be asked", e);
        }
        throw e;
      }
    }
  }

  private static void requireOwn(Lease granted, String name, String holder) {
    if (!granted.name().equals(name) || !granted.holder().equals(holder)) {
      throw new CorruptStateException(
          "the lock was asked for " + name + " and granted " + granted + ": it is not usable");
    }
  }

  private HeldLock hold(Lease granted, Duration lease, long askedNanos) {
    if (runtime.nanoTime() - askedNanos >= lease.toNanos()) {
      HeldLock.release(lock, granted);
      throw new StoreUnavailableException(
          "the lock "
              + granted.name()
              + " was granted later than its lease of "
              + lease
              + " lasts");
    }
    HeldLock held = new HeldLock(lock, runtime, renewals, granted, lease, askedNanos);
    held.start();
    return held;
  }
}
