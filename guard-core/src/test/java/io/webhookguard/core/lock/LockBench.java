package io.webhookguard.core.lock;

import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A lock whose answers a test gives, a process that uses it, and the time they share. */
final class LockBench {

  static final Duration LEASE = Duration.ofSeconds(30);
  static final String NAME = "nightly-report";

  final VirtualRuntime time = new VirtualRuntime();
  final VirtualRuntime.HostProcess process = time.process();
  final GuardRuntime runtime;
  final MemoryStore memory = new MemoryStore(time.clock());
  final List<String> asked = new ArrayList<>();
  final Lock lock = new InterposedStore(memory, this::answer).lock();
  final LockTemplate locks;

  private final Deque<InterposedStore.Between> next = new ArrayDeque<>();
  private Optional<InterposedStore.Between> always = Optional.empty();

  LockBench() {
    // Any origin is right, also one at which the count overflows.
    process.startNanosAt(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());
    this.runtime = process.runtime(new Random(1));
    this.locks = new LockTemplate(lock, runtime);
  }

  private @Nullable Object answer(InterposedStore.Call call) throws Throwable {
    asked.add(call.name());
    return next.isEmpty()
        ? always.orElse(InterposedStore.Call::passOn).answer(call)
        : next.removeFirst().answer(call);
  }

  /** The next calls are answered so, one each. */
  void answerNext(InterposedStore.Between... wanted) {
    next.addAll(List.of(wanted));
  }

  /** All calls are answered so from now on. */
  void answer(InterposedStore.Between wanted) {
    always = Optional.of(wanted);
  }

  /** The lock answers rightly again. */
  void answerRightly() {
    always = Optional.empty();
  }

  long calls(String name) {
    return asked.stream().filter(name::equals).count();
  }

  HeldLock acquire() {
    return locks.tryAcquire(NAME, LEASE).orElseThrow();
  }

  /** Somebody else tries to take it, and gives it back. */
  boolean isFree() {
    Optional<Lease> taken = memory.lock().tryAcquire(NAME, "somebody else", LEASE);
    taken.ifPresent(memory.lock()::release);
    return taken.isPresent();
  }
}
