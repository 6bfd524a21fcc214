package io.webhookguard.core.lock;

import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Two locks in memory, one before the other, on one thread: who waits for a timer moves the clock.
 * The fast one has a clock that is wrong by an hour, and tokens of its own.
 */
final class LayeredBench {

  static final Duration LEASE = Duration.ofSeconds(30);

  /** A lock on whose way faults are put. */
  final class Side {

    final InstantSource clock;
    final List<String> asked = new ArrayList<>();
    final Lock lock;
    private MemoryStore store;
    private final Deque<InterposedStore.Between> faults = new ArrayDeque<>();

    private Side(Duration clockError) {
      this.clock = () -> now().plus(clockError);
      this.store = new MemoryStore(clock);
      this.lock =
          InterposedStore.of(
              Lock.class,
              new Lock() {
                @Override
                public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
                  return right().tryAcquire(name, holder, lease);
                }

                @Override
                public Renewal renew(Lease lease, Duration duration) {
                  return right().renew(lease, duration);
                }

                @Override
                public Release release(Lease lease) {
                  return right().release(lease);
                }
              },
              this::answer);
    }

    private @Nullable Object answer(InterposedStore.Call call) throws Throwable {
      asked.add(call.name());
      return faults.isEmpty() ? call.passOn() : faults.removeFirst().answer(call);
    }

    /** The lock itself, without faults. */
    Lock right() {
      return store.lock();
    }

    /** The next calls go so, one each. */
    void next(InterposedStore.Between... wanted) {
      faults.addAll(List.of(wanted));
    }

    /** It has forgotten everything. */
    void flush() {
      store = new MemoryStore(clock);
    }

    /** Whether a stranger can have it; it is given back. */
    boolean isFree(String name) {
      Optional<Lease> taken = right().tryAcquire(name, "a stranger", Duration.ofMillis(1));
      taken.ifPresent(right()::release);
      return taken.isPresent();
    }
  }

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;

  /** While it is set, calls in the background do not come to their end. */
  boolean hangs;

  /** Those that hang. */
  final List<Runnable> hanging = new ArrayList<>();

  final Side fast = new Side(Duration.ofHours(-1));
  final Side authority = new Side(Duration.ZERO);
  final GuardRuntime runtime = runtime(this::after);
  final LayeredLock lock = new LayeredLock(fast.lock, authority.lock, runtime);

  LayeredBench() {
    for (int i = 0; i < 3; i++) {
      // So that the tokens of the two are never equal by chance.
      fast.right().tryAcquire("other-" + i, "a stranger", LEASE);
    }
  }

  GuardRuntime runtime(Scheduler scheduler) {
    Executor background = this::execute;
    return GuardRuntime.of(
        background, background, scheduler, this::now, () -> nanos - Long.MAX_VALUE, new Random(1));
  }

  private void execute(Runnable call) {
    if (hangs) {
      hanging.add(call);
    } else {
      call.run();
    }
  }

  private Scheduler.Cancellable after(Duration delay, Runnable task) {
    advance(delay);
    task.run();
    return () -> {};
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  void advance(Duration by) {
    nanos += by.toNanos();
  }

  /** What hung goes on. */
  void goOn() {
    hangs = false;
    List<Runnable> calls = List.copyOf(hanging);
    hanging.clear();
    calls.forEach(Runnable::run);
  }
}
