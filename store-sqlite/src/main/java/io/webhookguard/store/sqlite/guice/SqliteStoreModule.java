package io.webhookguard.store.sqlite.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;

/**
 * Binds {@link GuardStore} and {@link TransactionalStore} to one {@link SqliteStore}, which is
 * opened when it is first asked for. Whoever ends the injector's life closes it.
 */
public final class SqliteStoreModule extends AbstractModule {

  private final SqliteConfig config;

  /** The store in the file of the configuration. */
  public SqliteStoreModule(SqliteConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(TransactionalStore.class).to(SqliteStore.class);
    bind(GuardStore.class).to(SqliteStore.class);
  }

  @Provides
  @Singleton
  SqliteStore store() {
    return SqliteStore.open(config);
  }
}
