package io.webhookguard.store.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.store.sql.internal.ServerPool;

/** Opens the pool of a store that has its own. Apart, so that HikariCP is needed only there. */
final class MysqlPool {

  private MysqlPool() {}

  static HikariDataSource open(MysqlConfig config) {
    long millis = config.statementTimeout().toMillis();
    HikariConfig hikari =
        ServerPool.settings(config.server(), "webhook-guard", config.connections());
    // The server gives a statement up before the driver gives the server up: then it is known that
    // nothing happened.
    hikari.addDataSourceProperty("socketTimeout", Long.toString(millis + 10_000));
    hikari.addDataSourceProperty("connectTimeout", config.connectTimeout());
    // The driver takes a statement's text apart for each call unless it is told to remember it.
    hikari.addDataSourceProperty("cachePrepStmts", "true");
    hikari.addDataSourceProperty("prepStmtCacheSize", "256");
    hikari.addDataSourceProperty("prepStmtCacheSqlLimit", "32768");
    hikari.addDataSourceProperty("cacheServerConfiguration", "true");
    hikari.setConnectionInitSql(
        "set session innodb_lock_wait_timeout = "
            + Math.max(1, millis / 1000)
            + ", session max_execution_time = "
            + millis);
    return new HikariDataSource(hikari);
  }
}
