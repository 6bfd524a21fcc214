package io.webhookguard.server.config;

import java.nio.file.Path;
import java.util.function.Function;

/** The kind of store, and where it is. */
public sealed interface StorePlace {

  /** Calls the function of this case. */
  <T> T match(
      Function<SqliteFile, T> sqlite,
      Function<PostgresDatabase, T> postgres,
      Function<MysqlDatabase, T> mysql,
      Function<RedisServers, T> redis,
      Function<InMemory, T> memory);

  /** A file on this machine. */
  record SqliteFile(Path file) implements StorePlace {
    @Override
    public <T> T match(
        Function<SqliteFile, T> sqlite,
        Function<PostgresDatabase, T> postgres,
        Function<MysqlDatabase, T> mysql,
        Function<RedisServers, T> redis,
        Function<InMemory, T> memory) {
      return sqlite.apply(this);
    }
  }

  /**
   * A database on a PostgreSQL server.
   *
   * @param url of the driver, without a password
   */
  record PostgresDatabase(String url, Login login) implements StorePlace {
    @Override
    public <T> T match(
        Function<SqliteFile, T> sqlite,
        Function<PostgresDatabase, T> postgres,
        Function<MysqlDatabase, T> mysql,
        Function<RedisServers, T> redis,
        Function<InMemory, T> memory) {
      return postgres.apply(this);
    }
  }

  /**
   * A database on a MySQL server.
   *
   * @param url of the driver, without a password
   */
  record MysqlDatabase(String url, Login login) implements StorePlace {
    @Override
    public <T> T match(
        Function<SqliteFile, T> sqlite,
        Function<PostgresDatabase, T> postgres,
        Function<MysqlDatabase, T> mysql,
        Function<RedisServers, T> redis,
        Function<InMemory, T> memory) {
      return mysql.apply(this);
    }
  }

  /**
   * A Redis server, a cluster or Sentinels.
   *
   * @param url with the servers, without a password
   */
  record RedisServers(String url, Login login) implements StorePlace {
    @Override
    public <T> T match(
        Function<SqliteFile, T> sqlite,
        Function<PostgresDatabase, T> postgres,
        Function<MysqlDatabase, T> mysql,
        Function<RedisServers, T> redis,
        Function<InMemory, T> memory) {
      return redis.apply(this);
    }
  }

  /** Inside the gateway's process, and gone with it. */
  record InMemory() implements StorePlace {
    @Override
    public <T> T match(
        Function<SqliteFile, T> sqlite,
        Function<PostgresDatabase, T> postgres,
        Function<MysqlDatabase, T> mysql,
        Function<RedisServers, T> redis,
        Function<InMemory, T> memory) {
      return memory.apply(this);
    }
  }
}
