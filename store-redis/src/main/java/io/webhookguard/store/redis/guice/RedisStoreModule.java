package io.webhookguard.store.redis.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisStore;

/**
 * Binds {@link GuardStore} to one {@link RedisStore}, which is opened when it is first asked for.
 * Whoever ends the injector's life closes it.
 */
public final class RedisStoreModule extends AbstractModule {

  private final RedisConfig config;

  /** The store of the configuration. */
  public RedisStoreModule(RedisConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(GuardStore.class).to(RedisStore.class);
  }

  @Provides
  @Singleton
  RedisStore store() {
    return RedisStore.open(config);
  }
}
