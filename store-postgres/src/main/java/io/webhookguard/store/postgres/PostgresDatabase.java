package io.webhookguard.store.postgres;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlFaults;
import io.webhookguard.store.sql.internal.SqlReading;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs work on a connection of the data source and tells what failed for certain from what may have
 * happened.
 *
 * <ul>
 *   <li>A <b>statement</b> is its own transaction: one round trip, one commit. If the server
 *       refuses it, nothing happened; if its answer is lost, the outcome is unknown.
 *   <li>A <b>transaction</b> of several statements is rolled back by whatever fails before its
 *       commit; only a commit without an answer is unknown.
 *   <li>What was the victim of a deadlock or a conflict is made again, a few times: nothing of it
 *       happened.
 * </ul>
 *
 * Safe for use by many threads.
 */
final class PostgresDatabase implements SqlReading {

  /** Each loses to another that went on, so there is progress; more than a few in a row are odd. */
  private static final int MOST_TRIES = 16;

  private final DataSource dataSource;
  private final Jdbi jdbi;
  private final StatementFiles files;
  private final SqlFaults faults;

  PostgresDatabase(DataSource dataSource, StatementFiles files, SqlFaults faults) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    this.files = files;
    this.faults = faults;
  }

  SqlFaults faults() {
    return faults;
  }

  /** The text of a statement that only reads. */
  String text(StatementName statement) {
    return files.get(statement).text();
  }

  /** Runs one statement that writes. */
  <T> T write(Function<HotStatements, T> statement) {
    return write(statement, PostgresFaults::isMadeAgain);
  }

  /** Runs one statement that writes; refusals of a kind make it again. */
  <T> T write(Function<HotStatements, T> statement, Predicate<SQLException> again) {
    for (int tries = 1; ; tries++) {
      try (Connection connection = connect()) {
        return onItsOwn(connection, statement);
      } catch (SqlFailure e) {
        SQLException failure = e.failure();
        if (!PostgresFaults.isRefusal(failure)) {
          throw faults.commitFailed(failure);
        }
        if (tries == MOST_TRIES || !again.test(failure)) {
          throw faults.nothingHappened(failure);
        }
      } catch (SQLException e) {
        // The statement was answered; the connection could not be given back.
        throw faults.commitFailed(e);
      }
    }
  }

  private <T> T onItsOwn(Connection connection, Function<HotStatements, T> statement) {
    try (HotStatements statements = new HotStatements(connection, files)) {
      return statement.apply(statements);
    }
  }

  /** Runs several statements in a transaction of their own and commits. */
  <T> T transaction(Function<HotStatements, T> work) {
    for (int tries = 1; ; tries++) {
      try (Connection connection = connect()) {
        return transaction(connection, work);
      } catch (SqlFailure e) {
        if (tries == MOST_TRIES || !PostgresFaults.isMadeAgain(e.failure())) {
          throw faults.nothingHappened(e.failure());
        }
      } catch (SQLException e) {
        throw faults.commitFailed(e);
      }
    }
  }

  private <T> T transaction(Connection connection, Function<HotStatements, T> work)
      throws SQLException {
    begin(connection);
    T result = null;
    boolean done = false;
    try (HotStatements statements = new HotStatements(connection, files)) {
      result = work.apply(statements);
      done = true;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
    commit(connection);
    return result;
  }

  private static void begin(Connection connection) {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** What the server refuses at the commit has not happened. */
  void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (PostgresFaults.isRefusal(e)) {
        throw new SqlFailure(e);
      }
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /** If this fails, the connection is broken, and the server rolls back by itself. */
  static void rollBack(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // Nothing was committed.
    }
  }

  /** Makes the open transaction wait no longer than this for a row that another holds. */
  static void limitWaiting(HotStatements statements, Duration most) {
    statements
        .call(PostgresStatement.LIMIT_WAITING)
        .bind("millis", Long.toString(most.toMillis()))
        .list(row -> row.text("lock_timeout"));
  }

  /** A connection in auto-commit mode. */
  Connection connect() {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw cannotConnect(e);
    }
  }

  /** A pool reports its time-out, and behind it the failure that no connection was made for. */
  private GuardException cannotConnect(SQLException failure) {
    if (failure.getCause() instanceof SQLException cause) {
      return faults.nothingHappened(cause);
    }
    return failure.getSQLState() == null
        ? new StoreUnavailableException(
            "all connections to "
                + faults.place()
                + " are in use: try again, or make the pool larger",
            failure)
        : faults.nothingHappened(failure);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw e.getCause() instanceof SQLException sql && sql.getSQLState() == null
          ? cannotConnect(sql)
          : faults.nothingHappened(e);
    } catch (SqlFailure e) {
      throw faults.nothingHappened(e.failure());
    }
  }
}
