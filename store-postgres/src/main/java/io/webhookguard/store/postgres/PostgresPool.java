package io.webhookguard.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Opens the pools of a store that has its own. Apart, so that HikariCP is needed only there. */
final class PostgresPool {

  /**
   * What pins plans. A generic plan saves planning for each call; and it must be one of indexes and
   * nested loops whatever the tables held when it was made: one that was made on empty tables reads
   * whole tables for as long as it lives.
   */
  private static final String PINNED_PLANS =
      " -c plan_cache_mode=force_generic_plan"
          + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
          + " -c enable_bitmapscan=off -c enable_material=off -c jit=off";

  /** A migration holds one connection for its lock and works on another. */
  private static final int MIGRATION_CONNECTIONS = 2;

  /** What a database or role may have set otherwise, and every statement of the store rests on. */
  private static final String READ_COMMITTED = " -c default_transaction_isolation=read\\ committed";

  /** Flyway holds its lock on one connection and migrates on another. */
  private static final int FOR_MIGRATIONS = 2;

  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

  private PostgresPool() {}

  /** Connections for the store's own statements. */
  static HikariDataSource forStatements(PostgresConfig config) {
    return open(config, "webhook-guard", config.connections(), READ_COMMITTED + PINNED_PLANS);
  }

  /** Connections for transactions that users' statements are part of: nothing is pinned there. */
  static HikariDataSource forTransactions(PostgresConfig config) {
    HikariDataSource pool =
        open(
            config,
            "webhook-guard-transactions",
            Math.max(MIGRATION_CONNECTIONS, config.connections()),
            "");
    pool.setMinimumIdle(0);
    pool.setMaximumPoolSize(Math.max(FOR_MIGRATIONS, config.connections()));
    return pool;
  }

  /**
   * Connects once without a pool. A pool tries again until its time is up, also where no try can
   * succeed, as with a wrong password.
   */
  static void tryOnce(PostgresConfig config) throws SQLException {
    Properties login = new Properties();
    config.user().ifPresent(user -> login.setProperty("user", user));
    config.password().ifPresent(password -> login.setProperty("password", password));
    login.setProperty("connectTimeout", connectSeconds(config));
    DriverManager.getConnection(config.url().orElseThrow(), login).close();
  }

  private static String connectSeconds(PostgresConfig config) {
    return Long.toString(config.statementTimeout().toSeconds() + 1);
  }

  private static HikariDataSource open(
      PostgresConfig config, String name, int connections, String settings) {
    long millis = config.statementTimeout().toMillis();
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(config.url().orElseThrow());
    config.user().ifPresent(hikari::setUsername);
    config.password().ifPresent(hikari::setPassword);
    hikari.setMaximumPoolSize(connections);
    hikari.setMinimumIdle(Math.min(2, connections));
    hikari.setConnectionTimeout(Math.max(250, millis));
    hikari.setInitializationFailTimeout(-1);
    hikari.setAutoCommit(true);
    hikari.addDataSourceProperty("ApplicationName", name);
    hikari.addDataSourceProperty("prepareThreshold", "1");
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    // The server gives a statement up before the driver gives the server up: then it is known that
    // nothing happened.
    hikari.addDataSourceProperty("socketTimeout", Long.toString(millis / 1000 + 10));
    hikari.addDataSourceProperty("connectTimeout", connectSeconds(config));
    hikari.addDataSourceProperty(
        "options",
        "-c statement_timeout="
            + millis
            + " -c idle_in_transaction_session_timeout="
            + 6 * millis
            + settings);
    return new HikariDataSource(hikari);
  }

  /**
   * Host and database of a URL: what stands before an at sign or behind a question mark may be
   * secret.
   */
  static String addressOf(String url) {
    int end = url.indexOf('?');
    String plain = end < 0 ? url : url.substring(0, end);
    return CREDENTIALS.matcher(plain.substring("jdbc:postgresql:".length())).replaceAll("//");
  }
}
