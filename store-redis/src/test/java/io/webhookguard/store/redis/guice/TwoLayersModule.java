package io.webhookguard.store.redis.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.lock.LayeredLock;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.guice.MemoryStoreModule;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisLock;

/** As an application writes it: the lock of the store decides, and Redis stands before it. */
final class TwoLayersModule extends AbstractModule {

  private final GuardRuntime runtime;

  TwoLayersModule(GuardRuntime runtime) {
    this.runtime = runtime;
  }

  /** An application's injector. */
  static Injector inject(RedisConfig redis, GuardRuntime runtime) {
    // guide: wiring-begin
    return Guice.createInjector(
        new MemoryStoreModule(), // yours is that of another store; binds GuardStore
        RedisLockModule.fast(redis), // binds RedisLock, and leaves Lock to the next one
        new TwoLayersModule(runtime));
    // guide: wiring-end
  }

  // guide: module-begin
  @Provides
  @Singleton
  Lock lock(RedisLock fast, GuardStore store) {
    return new LayeredLock(fast, store.lock(), runtime);
  }

  @Provides
  @Singleton
  LockTemplate locks(Lock lock) {
    return new LockTemplate(lock, runtime);
  }
  // guide: module-end
}
