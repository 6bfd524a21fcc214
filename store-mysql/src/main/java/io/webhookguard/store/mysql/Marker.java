package io.webhookguard.store.mysql;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Written first in a transaction and checked when the handler has returned, to show that it is
 * still the same one.
 *
 * <p>MySQL ends transactions in passing: a deadlock rolls one back and the next statement begins
 * another; many statements (DDL, a procedure that commits) commit what is open. The mark is a
 * savepoint, which no end of the transaction leaves there, and a row in the table of serials, which
 * says afterwards how it ended.
 */
final class Marker {

  private static final String SAVEPOINT = "guard_marker_7d1f";
  private static final int NO_SUCH_SAVEPOINT = 1305;

  private final Connection connection;
  private final Connections connections;
  private final Block row;

  private Marker(Connection connection, Connections connections, Block row) {
    this.connection = connection;
    this.connections = connections;
    this.row = row;
  }

  static Marker write(Connection connection, Connections connections) {
    try (HotStatements statements = new HotStatements(connection, connections.files())) {
      Block row =
          WriteSession.on(connection, statements, connections.files(), connections.clock())
              .takeBlock();
      execute(connection, "savepoint " + SAVEPOINT);
      return new Marker(connection, connections, row);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * Refuses a transaction that is not the one that was marked.
   *
   * @throws SQLException if it was rolled back, and nothing of it is left
   * @throws OutcomeUnknownException if a part of it was committed behind the guard's back
   */
  void requireThere() throws SQLException {
    try {
      execute(connection, "release savepoint " + SAVEPOINT);
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_SAVEPOINT) {
        connection.rollback();
        if (wasCommitted()) {
          throw committed(e);
        }
        throw rolledBack(e);
      }
      throw connections.faults().nothingHappened(e);
    }
  }

  private boolean wasCommitted() {
    return connections.look(
        statements ->
            statements
                .call(MysqlStatement.SERIAL_EXISTS)
                .bind("id", row.id())
                .first(found -> found.number("id"))
                .isPresent());
  }

  private static OutcomeUnknownException committed(SQLException cause) {
    return new OutcomeUnknownException(
        "a statement of the handler committed the guard's transaction in passing: what it wrote"
            + " before is there, and its event is not settled",
        cause);
  }

  private static SQLException rolledBack(SQLException cause) {
    return new SQLException(
        "the server rolled the guard's transaction back and the handler went on: nothing of it is"
            + " left",
        "40000",
        cause);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
