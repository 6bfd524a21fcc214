package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.internal.SqlReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A few connections for reading, opened when they are first needed.
 *
 * <p>In a write-ahead log readers neither wait for the writer nor hold it up. Each read is one
 * statement, so it sees one moment, which is not before the last commit that was answered (ES-50).
 */
final class SqliteReaders implements SqlReading, ConnectionFactory, AutoCloseable {

  private final SqliteFile file;
  private final long busyMillis;
  private final Semaphore free;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Jdbi jdbi = Jdbi.create(this);
  private volatile boolean closed;

  SqliteReaders(SqliteFile file, int most, Duration busyTimeout) {
    this.file = file;
    this.busyMillis = busyTimeout.toMillis();
    this.free = new Semaphore(most, true);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (RuntimeException e) {
      throw file.faults().nothingHappened(e);
    }
  }

  @Override
  public Connection openConnection() throws SQLException {
    takePermit();
    try {
      Connection open = idle.poll();
      return open == null ? file.openReader() : open;
    } catch (SQLException | RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private void takePermit() {
    if (closed) {
      throw new StoreUnavailableException("the store of " + file.path() + " is closed");
    }
    try {
      if (!free.tryAcquire(busyMillis, TimeUnit.MILLISECONDS)) {
        throw new StoreUnavailableException(
            "all connections for reading SQLite file " + file.path() + " are in use; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting to read", e);
    }
  }

  @Override
  public void closeConnection(Connection connection) {
    try {
      idle.push(connection);
      if (closed) {
        close();
      }
    } finally {
      free.release();
    }
  }

  /** Closes what is idle; what is in use closes when it comes back. */
  @Override
  public void close() {
    closed = true;
    for (Connection open = idle.poll(); open != null; open = idle.poll()) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing was written through it.
      }
    }
  }
}
