package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.store.sql.TablePrefix;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What every store on a server is told: where the server is, who connects, and the limits. The
 * stores' public configurations hand it on; what each setting means for users is said there.
 * Immutable.
 */
public final class ServerConfig {

  /** The most connections of one pool. */
  public static final int MAX_CONNECTIONS = 256;

  /** The longest that a statement may take. */
  public static final Duration MAX_STATEMENT_TIMEOUT = Duration.ofMinutes(5);

  private final ServerProduct product;
  private final Optional<String> url;
  private final Optional<String> user;
  private final Optional<String> password;
  private final Optional<DataSource> dataSource;
  private final TablePrefix prefix;
  private final int connections;
  private final Duration statementTimeout;
  private final boolean migrateOnOpen;
  private final Optional<InstantSource> clock;

  private ServerConfig(Builder builder) {
    this.product = builder.product;
    this.url = builder.url;
    this.user = builder.user;
    this.password = builder.password;
    this.dataSource = builder.dataSource;
    this.prefix = builder.prefix;
    this.connections = builder.connections;
    this.statementTimeout = builder.statementTimeout;
    this.migrateOnOpen = builder.migrateOnOpen;
    this.clock = builder.clock;
  }

  /**
   * Starts the configuration of a store with pools of its own.
   *
   * @throws IllegalArgumentException if the URL is not this product's
   */
  public static Builder at(ServerProduct product, String url) {
    product.requireOwn(url);
    return new Builder(product, Optional.of(url), Optional.empty());
  }

  /** Starts the configuration of a store on a data source of the user's. */
  public static Builder on(ServerProduct product, DataSource dataSource) {
    return new Builder(product, Optional.empty(), Optional.of(dataSource));
  }

  /** The URL, where the store has pools of its own. */
  public Optional<String> url() {
    return url;
  }

  /** The user's data source, where there is one in place of the URL. */
  public Optional<DataSource> dataSource() {
    return dataSource;
  }

  /** What the names of all tables begin with. */
  public TablePrefix prefix() {
    return prefix;
  }

  /** The most connections of a pool of the store's own. */
  public int connections() {
    return connections;
  }

  /** How long a statement on a pool of the store's own may take. */
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

  /** Names the database without what a URL may hold of secrets. */
  public String place() {
    return url.map(it -> product.name() + " at " + product.addressOf(it))
        .orElse(product.name() + " behind the given data source");
  }

  Optional<String> user() {
    return user;
  }

  Optional<String> password() {
    return password;
  }

  /**
   * Opens pools of the store's own.
   *
   * @throws ConfigurationException if HikariCP is not on the class path
   */
  public static <T> T withPools(Supplier<T> pools) {
    try {
      return pools.get();
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          "a store at a URL needs com.zaxxer:HikariCP on the class path; or give it a data source",
          e);
    }
  }

  /**
   * Connects once without a pool, if there is a URL. A pool tries again until its time is up, also
   * where no try can succeed, as with a wrong password.
   *
   * @param connectTimeout in the unit of the product's driver
   */
  public void tryOnce(String connectTimeout) throws SQLException {
    if (url.isPresent()) {
      Properties login = new Properties();
      user.ifPresent(it -> login.setProperty("user", it));
      password.ifPresent(it -> login.setProperty("password", it));
      login.setProperty("connectTimeout", connectTimeout);
      DriverManager.getConnection(url.get(), login).close();
    }
  }

  /** Collects settings, and checks each where it is set; what is not set has its default. */
  public static final class Builder {

    private final ServerProduct product;
    private final Optional<String> url;
    private final Optional<DataSource> dataSource;
    private Optional<String> user = Optional.empty();
    private Optional<String> password = Optional.empty();
    private TablePrefix prefix = TablePrefix.DEFAULT;
    private int connections = 8;
    private Duration statementTimeout = Duration.ofSeconds(10);
    private boolean migrateOnOpen = true;
    private Optional<InstantSource> clock = Optional.empty();

    private Builder(ServerProduct product, Optional<String> url, Optional<DataSource> dataSource) {
      this.product = product;
      this.url = url;
      this.dataSource = dataSource;
    }

    /** Who connects. */
    public void user(String wanted) {
      this.user = Optional.of(wanted);
    }

    /** The user's password. */
    public void password(String wanted) {
      this.password = Optional.of(wanted);
    }

    /** What the names of all tables begin with. */
    public void prefix(TablePrefix wanted) {
      this.prefix = wanted;
    }

    /**
     * The most connections of a pool.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_CONNECTIONS}
     */
    public void connections(int wanted) {
      if (wanted < 1 || wanted > MAX_CONNECTIONS) {
        throw new IllegalArgumentException(
            "the number of connections is 1 to " + MAX_CONNECTIONS + ", got " + wanted);
      }
      this.connections = wanted;
    }

    /**
     * How long a statement may take.
     *
     * @throws IllegalArgumentException unless it is 100 ms to {@link #MAX_STATEMENT_TIMEOUT}
     */
    public void statementTimeout(Duration wanted) {
      if (wanted.toMillis() < 100 || wanted.compareTo(MAX_STATEMENT_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "the statement timeout is 100 ms to " + MAX_STATEMENT_TIMEOUT + ", got " + wanted);
      }
      this.statementTimeout = wanted;
    }

    /** Whether opening applies missing migrations. */
    public void migrateOnOpen(boolean wanted) {
      this.migrateOnOpen = wanted;
    }

    /** A clock in place of the server's. */
    public void clock(InstantSource wanted) {
      this.clock = Optional.of(wanted);
    }

    /** What was collected. */
    public ServerConfig build() {
      return new ServerConfig(this);
    }
  }
}
