package io.webhookguard.core.lock;

import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.LockContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A lock of two layers is a lock: it keeps the rules LK, on real threads. */
final class LayeredLockConformanceTest implements LockContract {

  private final Harness harness = new Harness();

  @Override
  public StoreHarness harness() {
    return harness;
  }

  private static final class Harness implements StoreHarness {

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final GuardRuntime runtime = GuardRuntime.system(1);
    private final MemoryStore fast = new MemoryStore(() -> now);
    private final MemoryStore authority = new MemoryStore(() -> now);
    private final GuardStore first = layered();
    private final GuardStore second = layered();
    private final MemoryStore neighbour = new MemoryStore(() -> now);

    private GuardStore layered() {
      Lock lock =
          new LayeredLock(
              fast.lock(),
              authority.lock(),
              runtime,
              LayeredLock.ANSWER_WITHIN,
              Duration.ofMillis(1));
      return (GuardStore)
          Proxy.newProxyInstance(
              GuardStore.class.getClassLoader(),
              new Class<?>[] {GuardStore.class},
              (proxy, method, arguments) ->
                  method.getName().equals("lock") ? lock : method.invoke(authority, arguments));
    }

    @Override
    public GuardStore store() {
      return first;
    }

    @Override
    public GuardStore secondClient() {
      return second;
    }

    @Override
    public GuardStore neighbour() {
      return neighbour;
    }

    @Override
    public void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Set<Capability> capabilities() {
      return authority.capabilities();
    }

    @Override
    public Duration precision() {
      return Duration.ofNanos(1);
    }

    @Override
    public void restart() {
      throw new UnsupportedOperationException("what lives in a process ends with it");
    }

    @Override
    public Optional<CrashHook> crashHook() {
      return Optional.empty();
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
