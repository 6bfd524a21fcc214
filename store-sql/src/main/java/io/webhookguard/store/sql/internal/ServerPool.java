package io.webhookguard.store.sql.internal;

import com.zaxxer.hikari.HikariConfig;

/** What all pools of stores' own have in common. Apart, so that HikariCP is needed only there. */
public final class ServerPool {

  private static final long SHORTEST_WAIT_MILLIS = 250;

  private ServerPool() {}

  /** A pool's settings, as far as they do not depend on the driver. */
  public static HikariConfig settings(ServerConfig config, String name, int connections) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(config.url().orElseThrow());
    config.user().ifPresent(pool::setUsername);
    config.password().ifPresent(pool::setPassword);
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(Math.min(2, connections));
    pool.setConnectionTimeout(Math.max(SHORTEST_WAIT_MILLIS, config.statementTimeout().toMillis()));
    // The store has looked before whether the server can be reached.
    pool.setInitializationFailTimeout(-1);
    pool.setAutoCommit(true);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    return pool;
  }
}
