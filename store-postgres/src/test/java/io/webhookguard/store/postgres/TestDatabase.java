package io.webhookguard.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.GuardTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A database with the guard's tables, lent to one test after another: making one takes longer than
 * many tests do.
 */
final class TestDatabase {

  /** The tables of a second store beside the first. */
  static final TablePrefix BESIDE = new TablePrefix("beside_");

  private static final Deque<TestDatabase> IDLE = new ArrayDeque<>();

  private final Database database;
  private final HikariDataSource statements;
  private final HikariDataSource transactions;

  private TestDatabase(Database database) {
    this.database = database;
    this.statements = PostgresPool.forStatements(config());
    this.transactions = PostgresPool.forTransactions(config());
  }

  /** A database with empty tables. */
  static TestDatabase borrow() {
    TestDatabase idle;
    synchronized (IDLE) {
      idle = IDLE.poll();
    }
    return idle == null ? make() : idle;
  }

  private static TestDatabase make() {
    TestDatabase made = new TestDatabase(PostgresServer.shared().freshDatabase());
    for (TablePrefix prefix : List.of(TablePrefix.DEFAULT, BESIDE)) {
      PostgresStore.migrate(PostgresConfig.on(made.transactions).prefix(prefix).build());
    }
    return made;
  }

  private PostgresConfig config() {
    return PostgresOpening.at(database).connections(16).build();
  }

  Database database() {
    return database;
  }

  /** Connections with the settings of the store's own. */
  HikariDataSource statements() {
    return statements;
  }

  /** Connections as users have them. */
  HikariDataSource transactions() {
    return transactions;
  }

  /** Empties the tables and lends the database to the next test. */
  void giveBack() {
    try (Connection connection = transactions.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(cleaning());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    synchronized (IDLE) {
      IDLE.push(this);
    }
  }

  /** With the triggers off, because the ledger's would refuse. */
  private static String cleaning() {
    StringBuilder sql = new StringBuilder("begin; set local session_replication_role = replica;");
    for (TablePrefix prefix : List.of(TablePrefix.DEFAULT, BESIDE)) {
      for (String table : GuardTables.CLEARED) {
        sql.append("delete from ").append(prefix).append(table).append(';');
      }
      for (String table : GuardTables.APPENDED) {
        sql.append("delete from ").append(prefix).append(table).append(';');
      }
    }
    return sql.append("commit").toString();
  }
}
