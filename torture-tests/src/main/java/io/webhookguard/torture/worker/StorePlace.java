package io.webhookguard.torture.worker;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.mysql.MysqlConfig;
import io.webhookguard.store.mysql.MysqlStore;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisStore;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.torture.plan.StoreKind;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a store is, in one argument for another process.
 *
 * @param kind which store
 * @param address a file, a database or a URL
 */
public record StorePlace(StoreKind kind, String address) {

  /** Calls that take longer are given up: a network that is silent must show. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int CONNECTIONS = 6;

  /** Reads what {@link #toString} wrote. */
  public static StorePlace parse(String text) {
    int colon = text.indexOf(':');
    return new StorePlace(StoreKind.named(text.substring(0, colon)), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return kind.label() + ":" + address;
  }

  /** A store, and connections to its database for handlers with transactions of their own. */
  public record Opened(GuardStore store, Business.Connections connections) {}

  /**
   * Opens it.
   *
   * @param make whether its tables are made; workers find them there
   */
  public Opened open(boolean make) {
    return switch (kind) {
      case SQLITE -> sqlite(make);
      case POSTGRES -> postgres(make);
      case MYSQL -> mysql(make);
      case REDIS -> redis(make);
    };
  }

  private Opened sqlite(boolean make) {
    SqliteStore store =
        SqliteStore.open(
            SqliteConfig.at(Path.of(address)).busyTimeout(PATIENCE).migrateOnOpen(make).build());
    return new Opened(store, store.userConnections()::getConnection);
  }

  private Opened postgres(boolean make) {
    Database database = Database.at(address);
    GuardStore store =
        PostgresStore.open(
            PostgresConfig.at(database.jdbcUrl())
                .user(database.user())
                .password(database.password())
                .connections(CONNECTIONS)
                .statementTimeout(PATIENCE)
                .migrateOnOpen(make)
                .build());
    return new Opened(store, database::connect);
  }

  private Opened mysql(boolean make) {
    Database database = Database.at(address);
    GuardStore store =
        MysqlStore.open(
            MysqlConfig.at(database.jdbcUrl())
                .user(database.user())
                .password(database.password())
                .connections(CONNECTIONS)
                .statementTimeout(PATIENCE)
                .migrateOnOpen(make)
                .build());
    return new Opened(store, database::connect);
  }

  private Opened redis(boolean make) {
    GuardStore store =
        RedisStore.open(
            RedisConfig.at(address)
                .connections(CONNECTIONS)
                .timeout(PATIENCE)
                .createOnOpen(make)
                .build());
    return new Opened(
        store,
        () -> {
          throw new IllegalStateException("Redis has no transactions to share");
        });
  }
}
