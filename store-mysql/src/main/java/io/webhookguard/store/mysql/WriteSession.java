package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One write transaction: its statements, its time and its numbers.
 *
 * <p>The time is read once, at the beginning: all of a batch happens at one moment (ES-33). A block
 * of numbers is taken when everything is locked that was numbered before, so that an event, a lane
 * and a ledger only ever see greater ones (ES-12, LG-2).
 */
final class WriteSession {

  /** How often a number is taken from this transaction by a reader of the ledger before it ends. */
  private static final int MOST_FENCED = 8;

  private final Connection connection;
  private final HotStatements statements;
  private final StatementFiles files;
  private final long now;

  private WriteSession(
      Connection connection, HotStatements statements, StatementFiles files, long now) {
    this.connection = connection;
    this.statements = statements;
    this.files = files;
    this.now = now;
  }

  /** A session on a connection whose transaction is open, the guard's or a user's. */
  static WriteSession on(
      Connection connection, HotStatements statements, StatementFiles files, StoreClock clock) {
    return new WriteSession(connection, statements, files, readNow(statements, clock));
  }

  private static long readNow(HotStatements statements, StoreClock clock) {
    return statements
        .call(MysqlStatement.NOW)
        .bind("now", clock.givenMillis())
        .first(row -> row.number("now"))
        .orElseThrow();
  }

  HotStatements.Call call(StatementName name) {
    return statements.call(name);
  }

  /** Runs a statement on rows, unless there are none. */
  void run(MysqlStatement name, String parameter, JsonRows rows) {
    if (!rows.isEmpty()) {
      call(name).bind(parameter, rows.text()).update();
    }
  }

  /** As {@link #run}, for a statement that also wants the time. */
  void runNow(MysqlStatement name, String parameter, JsonRows rows) {
    if (!rows.isEmpty()) {
      call(name).bind(parameter, rows.text()).bind("now", now).update();
    }
  }

  /** The transaction's time, in milliseconds since 1970. */
  long now() {
    return now;
  }

  /** Inserts rows with bodies: several in one statement, until they are large. */
  void insert(MysqlStatement name, List<RowGroups.Values> rows) {
    try {
      RowGroups.of(files.get(name)).insert(connection, rows);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * Takes numbers that were never given before. A reader of the ledger that found no row under the
   * number took it away: then the next one is taken.
   */
  Block takeBlock() {
    for (int tries = 1; ; tries++) {
      try {
        return insertBlock();
      } catch (SQLException e) {
        if (!MysqlFaults.isDuplicateKey(e) || tries == MOST_FENCED) {
          throw new SqlFailure(e);
        }
      }
    }
  }

  private Block insertBlock() throws SQLException {
    String sql = files.get(MysqlStatement.TAKE_BLOCK).jdbc();
    try (PreparedStatement statement =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        if (!keys.next()) {
          throw new IllegalStateException("the server handed out no number");
        }
        return new Block(keys.getLong(1));
      }
    }
  }
}
