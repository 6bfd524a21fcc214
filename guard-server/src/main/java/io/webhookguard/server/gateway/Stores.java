package io.webhookguard.server.gateway;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Migration;
import io.webhookguard.server.config.StoreConfig;
import io.webhookguard.server.config.StorePlace;
import io.webhookguard.server.config.StorePlace.MysqlDatabase;
import io.webhookguard.server.config.StorePlace.PostgresDatabase;
import io.webhookguard.server.config.StorePlace.RedisServers;
import io.webhookguard.server.config.StorePlace.SqliteFile;
import io.webhookguard.store.memory.MemoryStore;
import io.webhookguard.store.mysql.MysqlConfig;
import io.webhookguard.store.mysql.MysqlStore;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the store that a configuration names. */
public final class Stores {

  private static final String NOT_FROM_OUTSIDE =
      "a memory: store lives inside its gateway and cannot be looked into";

  /** A command does one thing at a time; a server's connections are for its gateways. */
  private static final int CONNECTIONS_OF_A_COMMAND = 2;

  private Stores() {}

  /**
   * Opens the store for a gateway, and brings its schema up to date if the configuration allows it.
   *
   * @throws StartException if what is there cannot be used
   * @throws io.webhookguard.api.error.GuardException if the store cannot be asked
   */
  public static GuardStore open(StoreConfig config) throws StartException {
    boolean migrate = config.migrate();
    return usable(
        () ->
            config
                .place()
                .<GuardStore>match(
                    file -> SqliteStore.open(at(file).migrateOnOpen(migrate).build()),
                    database -> PostgresStore.open(at(database).migrateOnOpen(migrate).build()),
                    database -> MysqlStore.open(at(database).migrateOnOpen(migrate).build()),
                    servers -> RedisStore.open(at(servers, config).createOnOpen(migrate).build()),
                    memory -> new MemoryStore()));
  }

  /**
   * Opens a store that must be there already, and leaves its schema alone.
   *
   * @throws StartException if there is none, or what is there cannot be used
   * @throws io.webhookguard.api.error.GuardException if the store cannot be asked
   */
  public static GuardStore openExisting(StoreConfig config) throws StartException {
    Optional<String> missing =
        config
            .place()
            .match(
                place ->
                    Files.exists(place.file())
                        ? Optional.empty()
                        : Optional.of(
                            "there is no store at "
                                + place.file()
                                + ": guard serve or guard migrate creates it"),
                database -> Optional.empty(),
                database -> Optional.empty(),
                servers -> Optional.empty(),
                memory -> Optional.of(NOT_FROM_OUTSIDE));
    if (missing.isPresent()) {
      throw new StartException(missing.get());
    }
    return usable(
        () ->
            config
                .place()
                .<GuardStore>match(
                    file -> SqliteStore.open(at(file).migrateOnOpen(false).build()),
                    database -> PostgresStore.open(forCommand(database)),
                    database -> MysqlStore.open(forCommand(database)),
                    servers -> RedisStore.open(forCommand(servers, config)),
                    memory -> new MemoryStore()));
  }

  /**
   * Creates the schema or brings it up to date.
   *
   * @return what came of it; nothing for a store in memory, which has no schema
   * @throws StartException if what is there cannot be used
   * @throws io.webhookguard.api.error.GuardException if the store cannot be asked
   */
  public static Optional<Migration> migrate(StoreConfig config) throws StartException {
    return usable(
        () ->
            config
                .place()
                .match(
                    file -> Optional.of(SqliteStore.migrate(at(file).build())),
                    database -> Optional.of(PostgresStore.migrate(forCommand(database))),
                    database -> Optional.of(MysqlStore.migrate(forCommand(database))),
                    servers -> Optional.of(RedisStore.migrate(forCommand(servers, config))),
                    memory -> Optional.empty()));
  }

  /** The SQL that creates the whole schema of such a store; nothing where there is none. */
  public static String migrationSql(StorePlace place) {
    return place.match(
        file -> SqliteStore.ddl(TablePrefix.DEFAULT),
        database -> PostgresStore.ddl(TablePrefix.DEFAULT),
        database -> MysqlStore.ddl(TablePrefix.DEFAULT),
        servers -> "",
        memory -> "");
  }

  private static SqliteConfig.Builder at(SqliteFile place) {
    return SqliteConfig.at(place.file());
  }

  private static PostgresConfig.Builder at(PostgresDatabase place) {
    PostgresConfig.Builder builder = PostgresConfig.at(place.url());
    place.login().user().ifPresent(builder::user);
    place.login().password().ifPresent(builder::password);
    return builder;
  }

  private static MysqlConfig.Builder at(MysqlDatabase place) {
    MysqlConfig.Builder builder = MysqlConfig.at(place.url());
    place.login().user().ifPresent(builder::user);
    place.login().password().ifPresent(builder::password);
    return builder;
  }

  /** Whoever accepts a volatile store by its level has allowed it by name. */
  private static RedisConfig.Builder at(RedisServers place, StoreConfig config) {
    RedisConfig.Builder builder = RedisConfig.at(place.url());
    place.login().user().ifPresent(builder::user);
    place.login().password().ifPresent(builder::password);
    if (config.minimum() == DurabilityLevel.VOLATILE) {
      builder.allowVolatile();
    }
    return builder;
  }

  private static RedisConfig forCommand(RedisServers place, StoreConfig config) {
    return at(place, config).createOnOpen(false).connections(CONNECTIONS_OF_A_COMMAND).build();
  }

  private static PostgresConfig forCommand(PostgresDatabase place) {
    return at(place).migrateOnOpen(false).connections(CONNECTIONS_OF_A_COMMAND).build();
  }

  private static MysqlConfig forCommand(MysqlDatabase place) {
    return at(place).migrateOnOpen(false).connections(CONNECTIONS_OF_A_COMMAND).build();
  }

  /**
   * The file or the server may be wrong although the configuration is right: that is no mistake in
   * the latter.
   */
  private static <T> T usable(Supplier<T> work) throws StartException {
    try {
      return work.get();
    } catch (ConfigurationException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }
}
