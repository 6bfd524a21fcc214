package io.webhookguard.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.testsupport.servers.Database;

/** Opens pools for contenders that have none of their own. */
final class Pools {

  private Pools() {}

  /** As fast as the driver can be: statements are prepared on the server at their first use. */
  static HikariDataSource open(Database database, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(60_000);
    config.addDataSourceProperty("prepareThreshold", "1");
    return new HikariDataSource(config);
  }
}
