package io.webhookguard.store.redis.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisLock;

/**
 * Binds one {@link RedisLock}, for who keeps events elsewhere: beside the module of any store. It
 * is opened when it is first asked for, and whoever ends the injector's life closes it.
 */
public final class RedisLockModule extends AbstractModule {

  private final RedisConfig config;
  private final boolean decides;

  private RedisLockModule(RedisConfig config, boolean decides) {
    this.config = config;
    this.decides = decides;
  }

  /** Redis alone decides: also {@link Lock} is bound to it. */
  public static RedisLockModule authority(RedisConfig config) {
    return new RedisLockModule(config, true);
  }

  /**
   * Redis only delays: {@link Lock} is left to who puts the {@link RedisLock} in front of the lock
   * that decides. So nobody is given the fast one alone by mistake.
   */
  public static RedisLockModule fast(RedisConfig config) {
    return new RedisLockModule(config, false);
  }

  @Override
  protected void configure() {
    if (decides) {
      bind(Lock.class).to(RedisLock.class);
    }
  }

  @Provides
  @Singleton
  RedisLock lock() {
    return RedisLock.open(config);
  }
}
