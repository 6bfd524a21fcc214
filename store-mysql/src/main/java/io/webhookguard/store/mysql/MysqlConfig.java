package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.TablePrefix;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Where a MySQL store is and how it behaves. Immutable; made by {@link #at} or {@link #on}.
 *
 * <p>{@link #at} opens a small pool of the store's own, whose sessions have time limits. {@link
 * #on} takes a data source of yours as it is, with the driver's limits or none: what the guard's
 * transactions need, each of them says for itself.
 */
public final class MysqlConfig {

  /** The most connections of the pool. */
  public static final int MAX_CONNECTIONS = 256;

  /** The longest that a statement may take. */
  public static final Duration MAX_STATEMENT_TIMEOUT = Duration.ofMinutes(5);

  private final Optional<String> url;
  private final Optional<String> user;
  private final Optional<String> password;
  private final Optional<DataSource> dataSource;
  private final TablePrefix prefix;
  private final int connections;
  private final Duration statementTimeout;
  private final boolean migrateOnOpen;
  private final Optional<InstantSource> clock;
  private final RandomGenerator random;

  private MysqlConfig(Builder builder) {
    this.url = builder.url;
    this.user = builder.user;
    this.password = builder.password;
    this.dataSource = builder.dataSource;
    this.prefix = builder.prefix;
    this.connections = builder.connections;
    this.statementTimeout = builder.statementTimeout;
    this.migrateOnOpen = builder.migrateOnOpen;
    this.clock = builder.clock;
    this.random = builder.random;
  }

  /**
   * Starts the configuration of a store with a pool of its own. Needs HikariCP.
   *
   * @param url of the driver, {@code jdbc:mysql://host:port/database}
   * @throws IllegalArgumentException if it is no such URL
   */
  public static Builder at(String url) {
    if (!url.startsWith("jdbc:mysql:")) {
      throw new IllegalArgumentException("the URL of a MySQL store begins with jdbc:mysql:");
    }
    return new Builder(Optional.of(url), Optional.empty());
  }

  /** Starts the configuration of a store on a data source of the user's, which it never closes. */
  public static Builder on(DataSource dataSource) {
    return new Builder(Optional.empty(), Optional.of(dataSource));
  }

  /** The URL, where the store has a pool of its own. */
  public Optional<String> url() {
    return url;
  }

  Optional<String> user() {
    return user;
  }

  Optional<String> password() {
    return password;
  }

  Optional<DataSource> dataSource() {
    return dataSource;
  }

  /** What the names of all tables begin with. */
  public TablePrefix prefix() {
    return prefix;
  }

  /** The most connections of the store's own pool. */
  public int connections() {
    return connections;
  }

  /** How long a statement on the store's own pool may wait or take. */
  public Duration statementTimeout() {
    return statementTimeout;
  }

  /** Whether opening applies missing migrations. */
  public boolean migrateOnOpen() {
    return migrateOnOpen;
  }

  /** The store's clock, if it is not the server's. */
  public Optional<InstantSource> clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  /** Names the database without what a URL may hold of secrets. */
  String place() {
    return url.map(it -> "MySQL at " + MysqlPool.addressOf(it))
        .orElse("MySQL behind the given data source");
  }

  /** Collects settings; what is not set has its default. */
  public static final class Builder {

    private final Optional<String> url;
    private final Optional<DataSource> dataSource;
    private Optional<String> user = Optional.empty();
    private Optional<String> password = Optional.empty();
    private TablePrefix prefix = TablePrefix.DEFAULT;
    private int connections = 8;
    private Duration statementTimeout = Duration.ofSeconds(10);
    private boolean migrateOnOpen = true;
    private Optional<InstantSource> clock = Optional.empty();
    private RandomGenerator random = RandomGenerator.getDefault();

    private Builder(Optional<String> url, Optional<DataSource> dataSource) {
      this.url = url;
      this.dataSource = dataSource;
    }

    /** Who connects; from the URL or the driver's default if it is not set. */
    public Builder user(String wanted) {
      this.user = Optional.of(wanted);
      return this;
    }

    /** The user's password. It appears in no message. */
    public Builder password(String wanted) {
      this.password = Optional.of(wanted);
      return this;
    }

    /** What the names of all tables begin with; {@code guard_} by default. */
    public Builder prefix(TablePrefix wanted) {
      this.prefix = wanted;
      return this;
    }

    /**
     * The most connections of the store's own pool; 8 by default. One statement carries many
     * callers, so more than twice the server's cores gain nothing.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_CONNECTIONS}
     */
    public Builder connections(int wanted) {
      if (wanted < 1 || wanted > MAX_CONNECTIONS) {
        throw new IllegalArgumentException(
            "the number of connections is 1 to " + MAX_CONNECTIONS + ", got " + wanted);
      }
      this.connections = wanted;
      return this;
    }

    /**
     * How long a statement on the store's own pool may wait or take, and how long one waits for a
     * connection; 10 s by default.
     *
     * @throws IllegalArgumentException unless it is 100 ms to {@link #MAX_STATEMENT_TIMEOUT}
     */
    public Builder statementTimeout(Duration wanted) {
      if (wanted.toMillis() < 100 || wanted.compareTo(MAX_STATEMENT_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "the statement timeout is 100 ms to " + MAX_STATEMENT_TIMEOUT + ", got " + wanted);
      }
      this.statementTimeout = wanted;
      return this;
    }

    /** Whether opening creates the tables and applies missing migrations; true by default. */
    public Builder migrateOnOpen(boolean wanted) {
      this.migrateOnOpen = wanted;
      return this;
    }

    /** A clock in place of the server's, for tests. */
    public Builder clock(InstantSource wanted) {
      this.clock = Optional.of(wanted);
      return this;
    }

    /**
     * What draws the length of the pause before a transaction that lost a deadlock is made again,
     * for tests; it is asked by one thread at a time.
     */
    public Builder random(RandomGenerator wanted) {
      this.random = wanted;
      return this;
    }

    /** The configuration. */
    public MysqlConfig build() {
      return new MysqlConfig(this);
    }
  }
}
