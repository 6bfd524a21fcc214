package io.webhookguard.server.gateway;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.server.config.StoreConfig;
import io.webhookguard.store.memory.MemoryStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the store that a configuration names. */
public final class Stores {

  private Stores() {}

  /**
   * Opens the store for a gateway, and brings its schema up to date if the configuration allows it.
   *
   * @throws StartException if what is there cannot be used
   * @throws io.webhookguard.api.error.GuardException if the store cannot be asked
   */
  public static GuardStore open(StoreConfig config) throws StartException {
    return config.sqliteFile().isPresent()
        ? openSqlite(config.sqliteFile().get(), config.migrate())
        : new MemoryStore();
  }

  /**
   * Opens a store that must be there already, and leaves its schema alone.
   *
   * @throws StartException if there is none, or what is there cannot be used
   */
  public static GuardStore openExisting(StoreConfig config) throws StartException {
    Path file = fileOf(config);
    if (!Files.exists(file)) {
      throw new StartException(
          "there is no store at " + file + ": guard serve or guard migrate creates it");
    }
    return openSqlite(file, false);
  }

  /**
   * The file may be wrong although the configuration is right: that is no mistake in the latter.
   */
  private static GuardStore openSqlite(Path file, boolean migrate) throws StartException {
    try {
      return SqliteStore.open(SqliteConfig.at(file).migrateOnOpen(migrate).build());
    } catch (ConfigurationException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Creates the schema or brings it up to date.
   *
   * @throws StartException if what is there cannot be used
   */
  public static void migrate(StoreConfig config) throws StartException {
    try {
      SqliteStore.migrate(SqliteConfig.at(fileOf(config)).build());
    } catch (ConfigurationException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The SQL that creates the whole schema. */
  public static String migrationSql() {
    return SqliteStore.ddl(TablePrefix.DEFAULT);
  }

  private static Path fileOf(StoreConfig config) throws StartException {
    return config
        .sqliteFile()
        .orElseThrow(
            () ->
                new StartException(
                    "a memory: store lives inside its gateway and cannot be looked into"));
  }
}
