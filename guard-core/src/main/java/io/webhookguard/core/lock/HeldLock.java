package io.webhookguard.core.lock;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that is held, and renewed until it is closed.
 *
 * <p><b>When it counts as lost.</b> The lease ends by the store's clock, which this process does
 * not see. It counts for itself, on its monotonic clock, from the moment <em>before</em> it asked:
 * the store granted or renewed the lease after that, so the lease lasts at least as long as is
 * counted here, as long as both clocks run at the same pace. A process that stood still finds its
 * time over when it goes on, before any answer of the store could tell it. Lost is lost: a lease
 * that could still be renewed afterwards is not, because its holder was told.
 *
 * <p><b>How the holder hears of it.</b> By {@link #isHeld}, and by a task given to {@link #onLost}.
 * Nobody is interrupted: an interrupt hits whatever the holder is in the middle of, and a call that
 * was broken off has an outcome that nobody knows. A holder that wants to be interrupted does it in
 * its task.
 *
 * <p><b>What it cannot do.</b> Between a look at {@link #isHeld} and the next write a process can
 * stand still for any time. Only a resource that is shown the {@link #token} and refuses a smaller
 * one than it has seen is safe from that.
 *
 * <p>Safe for use by many threads.
 */
public final class HeldLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HeldLock.class);

  /** Renewed when this part of it is over. */
  private static final int PART_BEFORE_RENEWAL = 3;

  /** Tried again after this part of it. */
  private static final int PART_BEFORE_RETRY = 12;

  private final Lock lock;
  private final GuardRuntime runtime;
  private final Executor renewals;
  private final Duration duration;
  private final List<Runnable> listeners = new ArrayList<>();
  private Lease lease;
  private long endNanos;
  private boolean lost;
  private boolean closed;
  private Optional<Scheduler.Cancellable> renewal = Optional.empty();
  private Optional<Scheduler.Cancellable> end = Optional.empty();

  HeldLock(
      Lock lock,
      GuardRuntime runtime,
      Executor renewals,
      Lease lease,
      Duration duration,
      long askedNanos) {
    this.lock = lock;
    this.runtime = runtime;
    this.renewals = renewals;
    this.lease = lease;
    this.duration = duration;
    this.endNanos = askedNanos + duration.toNanos();
  }

  void start() {
    renewAfter(duration.dividedBy(PART_BEFORE_RENEWAL));
    watch();
  }

  /** What is held. */
  public String name() {
    return lease().name();
  }

  /** Greater than that of every earlier holder: for every write to what the lock protects. */
  public FencingToken token() {
    return lease().token();
  }

  private synchronized Lease lease() {
    return lease;
  }

  /** When it was granted or last renewed, by the store's clock. */
  public Instant grantedAt() {
    return lease().endsAt().minus(duration);
  }

  /**
   * Whether the lease lasts, by the clock of this process. False is certain from now on; true was
   * right when it was said.
   */
  public boolean isHeld() {
    return !remaining().isZero();
  }

  /** How long the lease lasts unless it is renewed: a limit for the next call. Zero when lost. */
  public Duration remaining() {
    long left;
    synchronized (this) {
      if (lost || closed) {
        return Duration.ZERO;
      }
      left = endNanos - runtime.nanoTime();
    }
    if (left <= 0) {
      lose("its lease ended before it was renewed");
      return Duration.ZERO;
    }
    return Duration.ofNanos(left);
  }

  /**
   * Runs the task once, in a thread of the runtime's background, when the lease is lost before the
   * lock was closed; at once if that has happened. It must not block for long.
   */
  public void onLost(Runnable task) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!lost) {
        listeners.add(task);
        return;
      }
    }
    tell(task);
  }

  /**
   * Stops the renewals and lets the lock go, in the calling thread; again, it does nothing. Throws
   * nothing: a lock that cannot be released ends with its lease.
   */
  @Override
  public void close() {
    end();
  }

  /** Closes it and says whether the lease had lasted until then. */
  boolean end() {
    boolean held = isHeld();
    Lease last;
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      renewal.ifPresent(Scheduler.Cancellable::cancel);
      end.ifPresent(Scheduler.Cancellable::cancel);
      listeners.clear();
      last = lease;
    }
    return release(lock, last) && held;
  }

  /** Lets it go if that is possible; says false if it is known that somebody else took it. */
  static boolean release(Lock lock, Lease lease) {
    try {
      Lock.Release answer = lock.release(lease);
      log.debug("{} was let go: {}", lease, answer);
      return answer == Lock.Release.RELEASED;
    } catch (RuntimeException e) {
      log.debug("{} could not be let go and ends by itself: {}", lease, e.getMessage());
      return true;
    }
  }

  // Renewing.

  private void renewAfter(Duration delay) {
    try {
      synchronized (this) {
        if (!lost && !closed) {
          renewal = Optional.of(runtime.scheduler().after(delay, this::requestRenewal));
        }
      }
    } catch (RuntimeException | Error e) {
      // Its end is watched by a timer that was set before, and whoever asks looks at the clock.
      log.debug("{} is not renewed any more: {}", name(), e.getMessage());
    }
  }

  private void requestRenewal() {
    try {
      renewals.execute(this::renew);
    } catch (RuntimeException | Error e) {
      log.debug("{} could not be renewed yet: {}", name(), e.getMessage());
      renewAfter(duration.dividedBy(PART_BEFORE_RETRY));
    }
  }

  private void renew() {
    if (!isHeld()) {
      return;
    }
    Lease current = lease();
    long askedNanos = runtime.nanoTime();
    try {
      Lock.Renewal answer = lock.renew(current, duration);
      if (answer instanceof Lock.Renewal.Renewed renewed && isSame(renewed.lease(), current)) {
        renewed(renewed.lease(), askedNanos);
      } else {
        lose("the store says " + answer);
      }
    } catch (RuntimeException e) {
      log.debug("{} could not be renewed yet: {}", current, e.getMessage());
      renewAfter(duration.dividedBy(PART_BEFORE_RETRY));
    }
  }

  private static boolean isSame(Lease renewed, Lease current) {
    return renewed.name().equals(current.name()) && renewed.token().equals(current.token());
  }

  private void renewed(Lease renewed, long askedNanos) {
    synchronized (this) {
      lease = renewed;
      endNanos = askedNanos + duration.toNanos();
    }
    if (isHeld()) {
      renewAfter(duration.dividedBy(PART_BEFORE_RENEWAL));
    }
  }

  // Losing.

  /** Tells of the end of the lease when it comes, whoever looks or not. */
  private void watch() {
    Duration left = remaining();
    if (left.isZero()) {
      return;
    }
    try {
      synchronized (this) {
        if (!closed) {
          end = Optional.of(runtime.scheduler().after(left, this::watch));
        }
      }
    } catch (RuntimeException | Error e) {
      lose("no timer can be set for its end");
    }
  }

  private void lose(String why) {
    List<Runnable> told;
    synchronized (this) {
      if (lost || closed) {
        return;
      }
      lost = true;
      renewal.ifPresent(Scheduler.Cancellable::cancel);
      end.ifPresent(Scheduler.Cancellable::cancel);
      told = List.copyOf(listeners);
      listeners.clear();
    }
    log.warn("WG404 {} is lost: {}", lease(), why);
    told.forEach(this::tell);
  }

  private void tell(Runnable task) {
    try {
      runtime.background().execute(task);
    } catch (RuntimeException | Error e) {
      // No thread is to be had: to be told late is worse than to be told here.
      task.run();
    }
  }
}
