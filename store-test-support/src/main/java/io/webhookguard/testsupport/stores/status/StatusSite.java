package io.webhookguard.testsupport.stores.status;

import io.webhookguard.api.status.StatusMachine;
import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.status.StatusTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database of a user's own, with orders, their states, and a history of what was written. */
public final class StatusSite implements AutoCloseable {

  /** The states of an order. */
  static final StatusMachine ORDER =
      StatusMachine.named("order")
          .states("open", "paid", "packed", "sent", "delivered", "lost", "gone")
          .order("open", "paid", "packed", "sent", "delivered")
          .order("sent", "lost")
          .order("paid", "gone")
          .terminal("delivered", "lost")
          .build();

  /** Those of them that stand in one line. */
  static final List<String> LINE = List.of("open", "paid", "packed", "sent", "delivered");

  /** Writes a state: the right way, or a wrong one. */
  @FunctionalInterface
  interface Writing {
    StatusVerdict apply(Connection connection, String id, String proposed) throws SQLException;
  }

  private final SqlDialect dialect;
  private final DataSource users;
  private final Runnable onClose;

  private StatusSite(SqlDialect dialect, DataSource users, Runnable onClose) {
    this.dialect = dialect;
    this.users = users;
    this.onClose = onClose;
  }

  /**
   * Makes the tables in an empty database.
   *
   * @param users opens a connection each time; writers that meet wait a second at most
   */
  public static StatusSite in(SqlDialect dialect, DataSource users, Runnable onClose) {
    StatusSite site = new StatusSite(dialect, users, onClose);
    // "order" is a word of SQL: names are quoted. The number grows as rows of the history do.
    String number =
        switch (dialect) {
          case POSTGRES -> "bigint generated always as identity primary key";
          case MYSQL -> "bigint not null auto_increment primary key";
          case SQLITE -> "integer primary key autoincrement";
        };
    String order = dialect == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
    site.run(
        "create table "
            + order
            + " (id varchar(64) primary key, status varchar(64) not null, note varchar(64))");
    site.run(
        "create table history (n "
            + number
            + ", id varchar(64) not null, status varchar(64) not null)");
    return site;
  }

  SqlDialect dialect() {
    return dialect;
  }

  StatusTable table() {
    return StatusTable.of(ORDER, dialect, "order", "id", "status");
  }

  /** The right way. */
  Writing right() {
    return table()::apply;
  }

  Connection connect() throws SQLException {
    return users.getConnection();
  }

  /** A connection in a transaction. */
  Connection begin(int isolation) throws SQLException {
    Connection connection = connect();
    try {
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Writes a state on a connection of its own, committed at once. */
  StatusVerdict apply(String id, String proposed) throws SQLException {
    try (Connection connection = connect()) {
      return table().apply(connection, id, proposed);
    }
  }

  /** Writes a state and a note on a connection of its own, committed at once. */
  StatusVerdict apply(String id, String proposed, String note) throws SQLException {
    try (Connection connection = connect()) {
      return table().apply(connection, id, proposed, Map.of("note", note));
    }
  }

  /** Writes what was applied into the history, in the transaction of the state. */
  static void remember(Connection connection, String id, String status) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into history (id, status) values (?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, status);
      insert.executeUpdate();
    }
  }

  /** The states of the order in the order of its changes. */
  List<String> history(String id) throws SQLException {
    return texts("select status from history where id = ? order by n", id);
  }

  /** The state that is there: none or one. */
  List<String> status(String id) throws SQLException {
    String order = dialect == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
    return texts("select status from " + order + " where id = ?", id);
  }

  /** The note that is there. */
  List<String> note(String id) throws SQLException {
    String order = dialect == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
    return texts("select note from " + order + " where id = ?", id);
  }

  private List<String> texts(String query, String id) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, id);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          texts.add(found.getString(1));
        }
      }
    }
    return texts;
  }

  /** Runs one statement, committed at once. */
  void run(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
