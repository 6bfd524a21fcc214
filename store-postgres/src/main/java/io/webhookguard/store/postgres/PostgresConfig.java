package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.ServerConfig;
import io.webhookguard.store.sql.internal.ServerProduct;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Where a PostgreSQL store is and how it behaves. Immutable; made by {@link #at} or {@link #on}.
 *
 * <p>{@link #at} opens small pools of the store's own, whose sessions have the settings that the
 * store's plans and time limits rest on. {@link #on} takes a data source of yours as it is: it must
 * give connections in auto-commit mode, and should be used by the store alone, with the settings of
 * {@code docs/operations.md}.
 */
public final class PostgresConfig {

  /** The most connections of one pool. */
  public static final int MAX_CONNECTIONS = ServerConfig.MAX_CONNECTIONS;

  /** The longest that a statement may take. */
  public static final Duration MAX_STATEMENT_TIMEOUT = ServerConfig.MAX_STATEMENT_TIMEOUT;

  private static final ServerProduct PRODUCT = new ServerProduct("PostgreSQL", "jdbc:postgresql:");

  private final ServerConfig server;

  private PostgresConfig(Builder builder) {
    this.server = builder.server.build();
  }

  /**
   * Starts the configuration of a store with pools of its own. Needs HikariCP.
   *
   * @param url of the driver, {@code jdbc:postgresql://host:port/database}; a schema other than the
   *     user's default is named by {@code ?currentSchema=}
   * @throws IllegalArgumentException if it is no such URL
   */
  public static Builder at(String url) {
    return new Builder(ServerConfig.at(PRODUCT, url));
  }

  /** Starts the configuration of a store on a data source of the user's, which it never closes. */
  public static Builder on(DataSource dataSource) {
    return new Builder(ServerConfig.on(PRODUCT, dataSource));
  }

  /** The URL, where the store has pools of its own. */
  public Optional<String> url() {
    return server.url();
  }

  /** What the names of all tables begin with. */
  public TablePrefix prefix() {
    return server.prefix();
  }

  /** The most connections of each pool of the store's own. */
  public int connections() {
    return server.connections();
  }

  /** How long a statement on a pool of the store's own may take. */
  public Duration statementTimeout() {
    return server.statementTimeout();
  }

  /** Whether opening applies missing migrations. */
  public boolean migrateOnOpen() {
    return server.migrateOnOpen();
  }

  /** The store's clock, if it is not the server's. */
  public Optional<InstantSource> clock() {
    return server.clock();
  }

  /** What it has in common with the configurations of other servers' stores. */
  ServerConfig server() {
    return server;
  }

  /** How long the driver waits for a connection, in seconds. */
  String connectTimeout() {
    return Long.toString(statementTimeout().toSeconds() + 1);
  }

  /** Collects settings; what is not set has its default. */
  public static final class Builder {

    private final ServerConfig.Builder server;

    private Builder(ServerConfig.Builder server) {
      this.server = server;
    }

    /** Who connects; from the URL or the driver's default if it is not set. */
    public Builder user(String wanted) {
      server.user(wanted);
      return this;
    }

    /** The user's password. It appears in no message. */
    public Builder password(String wanted) {
      server.password(wanted);
      return this;
    }

    /** What the names of all tables begin with; {@code guard_} by default. */
    public Builder prefix(TablePrefix wanted) {
      server.prefix(wanted);
      return this;
    }

    /**
     * The most connections of each pool of the store's own; 8 by default. One statement carries
     * many callers, so more than twice the server's cores gain nothing.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_CONNECTIONS}
     */
    public Builder connections(int wanted) {
      server.connections(wanted);
      return this;
    }

    /**
     * How long a statement on a pool of the store's own may take, and how long one waits for a
     * connection; 10 s by default.
     *
     * @throws IllegalArgumentException unless it is 100 ms to {@link #MAX_STATEMENT_TIMEOUT}
     */
    public Builder statementTimeout(Duration wanted) {
      server.statementTimeout(wanted);
      return this;
    }

    /** Whether opening creates the tables and applies missing migrations; true by default. */
    public Builder migrateOnOpen(boolean wanted) {
      server.migrateOnOpen(wanted);
      return this;
    }

    /** A clock in place of the server's, for tests. */
    public Builder clock(InstantSource wanted) {
      server.clock(wanted);
      return this;
    }

    /** The configuration. */
    public PostgresConfig build() {
      return new PostgresConfig(this);
    }
  }
}
