package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.internal.Fault;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of this process.
 *
 * <p>SQLite has one writer at a time. Threads of this process queue for it in order, at a fair
 * lock, and only the first of them competes with other processes, at {@code begin immediate}, which
 * takes the file's write lock before anything is read: what a transaction read is still so when it
 * writes. Both waits end after the busy timeout.
 *
 * <p>Whatever goes wrong before the commit is rolled back and then certain not to have happened. A
 * commit that fails may have reached the disk all the same, so its outcome is unknown. Only two
 * answers are certain, because SQLite gives them before it writes: "busy", and a deferred
 * constraint of a user's table. Then the transaction is rolled back too. A connection on which a
 * begin, rollback or commit failed otherwise is not used again.
 */
final class SqliteWriter implements AutoCloseable {

  private final SqliteFile file;
  private final Opener opener;
  private final StatementFiles files;
  private final StoreClock clock;
  private final long busyMillis;
  private final ReentrantLock turn = new ReentrantLock(true);

  private @Nullable HotStatements statements;
  private @Nullable Connection connection;
  private boolean closed;

  SqliteWriter(
      SqliteFile file,
      Opener opener,
      StatementFiles files,
      StoreClock clock,
      Duration busyTimeout) {
    this.file = file;
    this.opener = opener;
    this.files = files;
    this.clock = clock;
    this.busyMillis = busyTimeout.toMillis();
  }

  /** Opens the writer's connection, at first use and after each failure of it. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  /** What to do in a transaction; throwing undoes it. */
  @FunctionalInterface
  interface Work<T, X extends Exception> {
    T run(WriteSession session) throws X;
  }

  /** Runs the work in a transaction of its own and commits. */
  <T, X extends Exception> T write(Work<T, X> work) throws X {
    takeTurn();
    try {
      WriteSession session = begin();
      T result = runOrRollBack(session, work);
      commit(session.connection());
      return result;
    } finally {
      turn.unlock();
    }
  }

  private void takeTurn() {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a handler inside a transaction must not write through the store: it would wait for"
              + " itself");
    }
    try {
      if (!turn.tryLock(busyMillis, TimeUnit.MILLISECONDS)) {
        throw new StoreUnavailableException(
            "SQLite file "
                + file.path()
                + " is busy: writers of this process held it for more than "
                + busyMillis
                + " ms; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting to write", e);
    }
  }

  private WriteSession begin() {
    Connection open = beginOrDiscard();
    boolean begun = false;
    try {
      WriteSession session = WriteSession.on(open, hot(), clock);
      begun = true;
      return session;
    } catch (SqlFailure e) {
      throw file.faults().nothingHappened(e.failure());
    } finally {
      if (!begun) {
        rollBack(open);
      }
    }
  }

  /** A connection that cannot begin, and not because another writer holds the file, is useless. */
  private Connection beginOrDiscard() {
    boolean useless = true;
    try {
      Connection open = connected();
      execute(open, "begin immediate");
      useless = false;
      return open;
    } catch (SQLException e) {
      useless = file.faults().classify(e) != Fault.BUSY;
      throw file.faults().nothingHappened(e);
    } finally {
      if (useless) {
        discard();
      }
    }
  }

  private Connection connected() throws SQLException {
    if (closed) {
      throw new StoreUnavailableException("the store of " + file.path() + " is closed");
    }
    if (connection == null) {
      connection = opener.open();
    }
    return connection;
  }

  private HotStatements hot() {
    if (statements == null) {
      statements = new HotStatements(Objects.requireNonNull(connection), files);
    }
    return statements;
  }

  private <T, X extends Exception> T runOrRollBack(WriteSession session, Work<T, X> work) throws X {
    boolean done = false;
    try {
      T result = work.run(session);
      done = true;
      return result;
    } catch (SqlFailure e) {
      throw file.faults().nothingHappened(e.failure());
    } finally {
      if (!done) {
        rollBack(session.connection());
      }
    }
  }

  private void commit(Connection open) {
    boolean known = false;
    try {
      execute(open, "commit");
      known = true;
    } catch (SQLException e) {
      Fault fault = file.faults().classify(e);
      boolean refused = fault == Fault.BUSY || fault == Fault.CONSTRAINT;
      known = refused && rollBack(open);
      throw known ? file.faults().nothingHappened(e) : file.faults().commitFailed(e);
    } finally {
      if (!known) {
        discard();
      }
    }
  }

  /** Whether it is certain that the transaction is over and nothing of it stays. */
  private boolean rollBack(Connection open) {
    boolean over = false;
    try {
      execute(open, "rollback");
      over = true;
    } catch (SQLException e) {
      // SQLite has rolled back by itself, or the connection is broken: closing it undoes the rest.
    } finally {
      if (!over) {
        discard();
      }
    }
    return over;
  }

  private static void execute(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(sql);
    }
  }

  private void discard() {
    Connection broken = connection;
    connection = null;
    statements = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        // It is not used again, and what was uncommitted is gone with it.
      }
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      discard();
    } finally {
      turn.unlock();
    }
  }
}
