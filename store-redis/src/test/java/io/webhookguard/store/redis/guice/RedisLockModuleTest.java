package io.webhookguard.store.redis.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.lock.LockRun;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.guice.MemoryStoreModule;
import io.webhookguard.store.redis.KeyPrefix;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisLock;
import io.webhookguard.store.redis.RedisStore;
import io.webhookguard.testsupport.servers.RedisServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RedisLockModuleTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final RedisServer server = RedisServer.shared();
  private final RedisConfig config =
      RedisConfig.at("redis://" + server.host() + ":" + server.port())
          .prefix(new KeyPrefix("t" + UUID.randomUUID().toString().substring(0, 13) + ":"))
          .build();
  private final GuardRuntime runtime = GuardRuntime.system(1);

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void aloneItIsTheLockAndNoStore() {
    Injector injector = Guice.createInjector(RedisLockModule.authority(config));

    try (RedisLock lock = injector.getInstance(RedisLock.class)) {
      assertThat(injector.getInstance(Lock.class)).isSameAs(lock);
      assertThat(lock.tryAcquire("report", "node-a", LEASE)).isPresent();
      assertThat(injector.getExistingBinding(Key.get(GuardStore.class))).isNull();
      assertThat(injector.getExistingBinding(Key.get(RedisStore.class))).isNull();
    }
  }

  @Test
  void inFrontOfAStoreItIsNotTakenForTheLock() {
    Injector injector = Guice.createInjector(new MemoryStoreModule(), RedisLockModule.fast(config));

    assertThat(injector.getExistingBinding(Key.get(Lock.class))).isNull();
    assertThat(injector.getInstance(GuardStore.class).name()).isEqualTo("memory");
  }

  @Test
  void twoLayersInOneInjector() {
    Injector injector = TwoLayersModule.inject(config, runtime);
    Lock lock = injector.getInstance(Lock.class);
    GuardStore store = injector.getInstance(GuardStore.class);

    assertThat(lock.tryAcquire("report", "node-a", LEASE))
        .isPresent()
        .isEqualTo(store.lock().tryAcquire("report", "node-a", LEASE));
    RedisLock fast = injector.getInstance(RedisLock.class);
    assertThat(fast.tryAcquire("report", "node-b", LEASE)).isEmpty();
    assertThat(injector.getInstance(LockTemplate.class).run("report", LEASE, held -> "ran"))
        .isEqualTo(new LockRun.NotAcquired<>());

    fast.close();
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> fast.tryAcquire("report", "node-b", LEASE));
    assertThat(lock.tryAcquire("report", "node-b", LEASE)).isEmpty();
    assertThat(lock.tryAcquire("sweep", "node-b", LEASE)).isPresent();
  }
}
