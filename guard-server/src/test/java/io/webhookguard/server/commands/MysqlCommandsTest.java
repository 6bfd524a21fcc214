package io.webhookguard.server.commands;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.mysql.MysqlConfig;
import io.webhookguard.store.mysql.MysqlStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The commands on a database of a real MySQL server. */
class MysqlCommandsTest extends ServerCommands {

  @Override
  Database freshDatabase() {
    return MySqlServer.shared().freshDatabase();
  }

  @Override
  GuardStore open(Database at) {
    return MysqlStore.open(
        MysqlConfig.at(at.jdbcUrl()).user(at.user()).password(at.password()).build());
  }

  /** In one go, which a connection of MySQL's must be told to allow. */
  @Override
  void runFile(Database at, String sql) throws SQLException {
    String url = at.jdbcUrl() + "&allowMultiQueries=true";
    try (Connection connection = DriverManager.getConnection(url, at.user(), at.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
        // Each answer is read, as a statement's mistake is told where its answer would be.
      }
    }
  }

  @Override
  String countOfTables() {
    return "select count(*) from information_schema.tables"
        + " where table_schema = database() and table_name like 'guard%'";
  }

  @Override
  List<String> makesReaderOf(String table, Database at, String user, String password) {
    return List.of(
        "create user '" + user + "'@'%' identified by '" + password + "'",
        "grant select on " + at.name() + "." + table + " to '" + user + "'@'%'");
  }

  @Override
  List<String> removes(String user) {
    return List.of("drop user '" + user + "'@'%'");
  }

  @Override
  String[] findings() {
    return new String[] {"MySQL", "innodb_flush_log_at_trx_commit = 1", "sync_binlog = "};
  }
}
