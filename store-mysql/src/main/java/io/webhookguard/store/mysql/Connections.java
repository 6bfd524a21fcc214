package io.webhookguard.store.mysql;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlFaults;
import io.webhookguard.store.sql.internal.SqlReading;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The guard's transactions on connections of a data source, which may be a user's pool.
 *
 * <p><b>Isolation.</b> Each write says READ COMMITTED for its own transaction alone, so that no
 * setting of the guard leaks into a connection that others use next. Under MySQL's default a
 * locking read would lock the gaps between rows, and an admission would wait for a claim (T4).
 *
 * <p><b>Begin and commit</b> are sent as statements: the driver's auto-commit mode stays as it is,
 * and a begin costs no other round trip.
 *
 * <p><b>Lost transactions.</b> One that a deadlock or a lock wait ended has changed nothing; it is
 * made again a few times, after a short pause of random length (T5). A commit that was sent and
 * failed is never made again: its outcome is unknown (T10).
 */
final class Connections implements SqlReading {

  /**
   * How often a lost transaction is made, in all: for two seconds or so, with the pauses between.
   */
  private static final int MOST_TRIES = 24;

  /** How often a row that somebody holds is looked at again before it counts as locked. */
  private static final int MOST_LOOKS = 5;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final DataSource source;
  private final StatementFiles files;
  private final StoreClock clock;
  private final SqlFaults faults;
  private final RandomGenerator random;
  private final Jdbi jdbi;

  Connections(
      DataSource source,
      StatementFiles files,
      StoreClock clock,
      SqlFaults faults,
      RandomGenerator random) {
    this.source = source;
    this.files = files;
    this.clock = clock;
    this.faults = faults;
    this.random = random;
    this.jdbi = Jdbi.create(this::open);
  }

  SqlFaults faults() {
    return faults;
  }

  StatementFiles files() {
    return files;
  }

  StoreClock clock() {
    return clock;
  }

  /** A connection; whoever asks closes it. */
  Connection open() throws SQLException {
    return source.getConnection();
  }

  /** What a transaction does; may be run more than once. */
  @FunctionalInterface
  interface Work<T> {
    T run(WriteSession session);
  }

  /** What a read does. */
  @FunctionalInterface
  interface Look<T> {
    T run(HotStatements statements);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(
          handle -> {
            T result = work.apply(handle);
            endRead(handle.getConnection());
            return result;
          });
    } catch (RuntimeException e) {
      throw faults.nothingHappened(e);
    }
  }

  /** What needs the connection itself beside its statements. */
  @FunctionalInterface
  interface OnConnection<T> {
    T run(Connection connection, HotStatements statements);
  }

  /** Reads by prepared statements; each sees all that was answered before (ES-50). */
  <T> T look(Look<T> work) {
    return onConnection((connection, statements) -> work.run(statements));
  }

  /** As {@link #look}, for what says begin and commit itself. */
  <T> T onConnection(OnConnection<T> work) {
    try (Connection connection = open();
        HotStatements statements = new HotStatements(connection, files)) {
      T result = work.run(connection, statements);
      endRead(connection);
      return result;
    } catch (SqlFailure e) {
      throw faults.nothingHappened(e.failure());
    } catch (SQLException e) {
      throw faults.nothingHappened(e);
    }
  }

  /** Where auto-commit is off, a read opened a transaction, whose view must not grow old. */
  private static void endRead(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Makes a transaction and commits it; all its work happened, or nothing. */
  <T> T write(Work<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return writeOnce(work);
      } catch (SqlFailure e) {
        if (tries == MOST_TRIES || !MysqlFaults.mayBeMadeAgain(e.failure())) {
          throw faults.nothingHappened(e.failure());
        }
      }
      pause(tries);
    }
  }

  /**
   * Decides a batch, and asks again about what was locked. Most rows that are held are held by
   * another call of the guard's for a moment; what is still held after {@value #MOST_LOOKS} short
   * pauses is held by a user's transaction (ES-28). Everything else took effect at once.
   */
  <T, A> List<A> patiently(
      List<T> items, Function<List<T>, List<A>> decide, Predicate<A> isLocked) {
    List<A> answers = new ArrayList<>(decide.apply(items));
    for (int look = 1; look <= MOST_LOOKS; look++) {
      List<Integer> locked =
          IntStream.range(0, answers.size())
              .filter(i -> isLocked.test(answers.get(i)))
              .boxed()
              .toList();
      if (locked.isEmpty()) {
        break;
      }
      pause(look + 1);
      try {
        List<A> again = decide.apply(locked.stream().map(items::get).toList());
        for (int i = 0; i < again.size(); i++) {
          answers.set(locked.get(i), again.get(i));
        }
      } catch (GuardException e) {
        // The first answers are true whatever became of this look: what is locked is asked again.
        break;
      }
    }
    return List.copyOf(answers);
  }

  /** Longer each time, and of random length, so that two that met do not meet again. */
  private void pause(int tries) {
    long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(tries, 20));
    LockSupport.parkNanos(draw(longest));
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailableException(
          "interrupted before a transaction on " + faults.place() + " was made again");
    }
  }

  private long draw(long most) {
    synchronized (random) {
      return 1 + random.nextLong(most);
    }
  }

  private <T> T writeOnce(Work<T> work) {
    try (Connection connection = open()) {
      begin(connection);
      T result = inTransaction(connection, work);
      commit(connection);
      return result;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Isolation is said anew for each transaction, and holds for that one. */
  static void begin(Connection connection) throws SQLException {
    execute(connection, "set transaction isolation level read committed");
    execute(connection, "start transaction");
  }

  private <T> T inTransaction(Connection connection, Work<T> work) {
    try (HotStatements statements = new HotStatements(connection, files)) {
      return work.run(WriteSession.on(connection, statements, files, clock));
    } catch (RuntimeException | Error e) {
      rollBack(connection);
      throw e;
    }
  }

  /** A commit that got no answer, or an answer that says nothing, may have happened. */
  private void commit(Connection connection) {
    try {
      execute(connection, "commit");
    } catch (SQLException e) {
      rollBack(connection);
      if (MysqlFaults.isCertainlyNotCommitted(e)) {
        throw new SqlFailure(e);
      }
      throw faults.commitFailed(e);
    }
  }

  /** A connection that cannot even roll back is given up, and the server rolls back. */
  static void rollBack(Connection connection) {
    try {
      execute(connection, "rollback");
    } catch (SQLException e) {
      giveUp(connection);
    }
  }

  private static void giveUp(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone already.
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
