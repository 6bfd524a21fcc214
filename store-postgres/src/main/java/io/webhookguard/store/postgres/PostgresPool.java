package io.webhookguard.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.store.sql.internal.ServerPool;

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

  /** What a database or role may have set otherwise, and every statement of the store rests on. */
  private static final String READ_COMMITTED = " -c default_transaction_isolation=read\\ committed";

  /** Flyway holds its lock on one connection and migrates on another. */
  private static final int FOR_MIGRATIONS = 2;

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
            Math.max(FOR_MIGRATIONS, config.connections()),
            "");
    pool.setMinimumIdle(0);
    return pool;
  }

  private static HikariDataSource open(
      PostgresConfig config, String name, int connections, String settings) {
    long millis = config.statementTimeout().toMillis();
    HikariConfig hikari = ServerPool.settings(config.server(), name, connections);
    hikari.addDataSourceProperty("ApplicationName", name);
    hikari.addDataSourceProperty("prepareThreshold", "1");
    // The server gives a statement up before the driver gives the server up: then it is known that
    // nothing happened.
    hikari.addDataSourceProperty("socketTimeout", Long.toString(millis / 1000 + 10));
    hikari.addDataSourceProperty("connectTimeout", config.connectTimeout());
    hikari.addDataSourceProperty(
        "options",
        "-c statement_timeout="
            + millis
            + " -c idle_in_transaction_session_timeout="
            + 6 * millis
            + settings);
    return new HikariDataSource(hikari);
  }
}
