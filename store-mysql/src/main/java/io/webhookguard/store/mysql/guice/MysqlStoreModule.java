package io.webhookguard.store.mysql.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.mysql.MysqlConfig;
import io.webhookguard.store.mysql.MysqlStore;

/**
 * Binds {@link GuardStore} and {@link TransactionalStore} to one {@link MysqlStore}, which is
 * opened when it is first asked for. Whoever ends the injector's life closes it.
 */
public final class MysqlStoreModule extends AbstractModule {

  private final MysqlConfig config;

  /** The store in the database of the configuration. */
  public MysqlStoreModule(MysqlConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(TransactionalStore.class).to(MysqlStore.class);
    bind(GuardStore.class).to(MysqlStore.class);
  }

  @Provides
  @Singleton
  MysqlStore store() {
    return MysqlStore.open(config);
  }
}
