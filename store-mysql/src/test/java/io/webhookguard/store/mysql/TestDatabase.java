package io.webhookguard.store.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.stores.GuardTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * The one database of this run, with the tables of two stores beside each other. Tests take turns
 * and find the tables empty, because to make them anew takes longer than most tests.
 */
final class TestDatabase {

  static final TablePrefix BESIDE = new TablePrefix("beside_");

  private static final TestDatabase ONLY = new TestDatabase();

  private final Database database;
  private final DataSource first;
  private final DataSource second;

  private TestDatabase() {
    this.database = MySqlServer.shared().freshDatabase();
    this.first = pool("first");
    this.second = pool("second");
    for (TablePrefix prefix : List.of(TablePrefix.DEFAULT, BESIDE)) {
      MysqlStore.migrate(MysqlConfig.on(first).prefix(prefix).build());
    }
  }

  private DataSource pool(String name) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(40);
    config.setMinimumIdle(2);
    return new HikariDataSource(config);
  }

  static TestDatabase get() {
    return ONLY;
  }

  Database database() {
    return database;
  }

  /** Connections of a pool, as a user's application has it. */
  DataSource pooled() {
    return first;
  }

  /** Connections of another pool, as another process has it. */
  DataSource pooledElsewhere() {
    return second;
  }

  /** A connection anew each time. */
  DataSource unpooled() {
    return database.dataSource();
  }

  void empty() {
    try (Connection connection = first.getConnection();
        Statement statement = connection.createStatement()) {
      for (String prefix : List.of(TablePrefix.DEFAULT.text(), BESIDE.text())) {
        empty(statement, prefix);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test database cannot be emptied", e);
    }
  }

  /**
   * The ledger and its seals refuse to be deleted from, so that they are cut off, which costs more.
   */
  private static void empty(Statement statement, String prefix) throws SQLException {
    statement.execute("start transaction");
    for (String table : GuardTables.CLEARED) {
      statement.execute("delete from " + prefix + table);
    }
    statement.execute("commit");
    for (String table : GuardTables.APPENDED) {
      if (!isEmpty(statement, prefix + table)) {
        statement.execute("truncate table " + prefix + table);
      }
    }
  }

  private static boolean isEmpty(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select 1 from " + table + " limit 1")) {
      return !rows.next();
    }
  }
}
