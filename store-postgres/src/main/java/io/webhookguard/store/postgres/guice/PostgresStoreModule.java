package io.webhookguard.store.postgres.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;

/**
 * Binds {@link GuardStore} and {@link TransactionalStore} to one {@link PostgresStore}, which is
 * opened when it is first asked for. Whoever ends the injector's life closes it.
 */
public final class PostgresStoreModule extends AbstractModule {

  private final PostgresConfig config;

  /** The store of the configuration. */
  public PostgresStoreModule(PostgresConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(TransactionalStore.class).to(PostgresStore.class);
    bind(GuardStore.class).to(PostgresStore.class);
  }

  @Provides
  @Singleton
  PostgresStore store() {
    return PostgresStore.open(config);
  }
}
