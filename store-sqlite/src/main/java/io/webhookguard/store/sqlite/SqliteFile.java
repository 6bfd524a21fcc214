package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.store.sql.internal.SqlFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Opens connections to the database file with the settings on which the store's promises rest.
 *
 * <p>The file itself is touched by SQLite alone. Opening and closing it by other means, even to
 * read its first bytes, would drop all locks that SQLite holds on it in this process.
 */
final class SqliteFile {

  /**
   * After so many pages in the log a commit moves them into the file: 16 MiB. Pages that several
   * commits wrote are moved once, so a longer log writes less; a shorter one stops the writer for
   * less long.
   */
  private static final int LOG_PAGES = 4_000;

  /** The log shrinks back to this after a burst, in bytes. */
  private static final int LOG_BYTES_KEPT = 64 * 1024 * 1024;

  /** Of each connection, in KiB; SQLite wants it negative. */
  private static final int CACHE_KIB = -8 * 1024;

  private final Path path;
  private final int busyMillis;
  private final SqlFaults faults;

  SqliteFile(SqliteConfig config) {
    this.path = config.file();
    this.busyMillis = (int) config.busyTimeout().toMillis();
    this.faults = new SqlFaults(SqliteFaults::classify, "SQLite file " + path);
  }

  Path path() {
    return path;
  }

  SqlFaults faults() {
    return faults;
  }

  /**
   * Says what is wrong with the place before SQLite is asked, whose code for all of this is one.
   *
   * @param mayCreate whether the file may be missing
   */
  void requireUsable(boolean mayCreate) {
    Path folder = path.getParent();
    if (path.toString().indexOf('?') >= 0) {
      throw new ConfigurationException(
          path + " has a question mark, which the driver takes for settings: name another file");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "the folder of SQLite file " + path + " does not exist: create it or name another");
    }
    if (Files.isDirectory(path)) {
      throw new ConfigurationException(
          path + " is a folder: name the SQLite file that is in it, or is to be");
    }
    if (!Files.exists(path)) {
      requireCreatable(folder, mayCreate);
    } else if (!Files.isReadable(path) || !Files.isWritable(path)) {
      throw new ConfigurationException(
          "this user may not read and write SQLite file " + path + ": change its rights or owner");
    }
  }

  private void requireCreatable(Path folder, boolean mayCreate) {
    if (!mayCreate) {
      throw new ConfigurationException(
          "SQLite file " + path + " does not exist: run migrate, or open it with migrateOnOpen");
    }
    if (!Files.isWritable(folder)) {
      throw new ConfigurationException(
          "this user may not create SQLite file " + path + ": change the rights of its folder");
    }
    createForThisUserAlone();
  }

  /** Payloads are nobody else's business. SQLite gives its log the rights of the main file. */
  private void createForThisUserAlone() {
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      // Another process may have been first: then all is well.
      if (!Files.exists(path)) {
        throw new ConfigurationException(
            "SQLite file " + path + " cannot be created: is its disk full or read-only?", e);
      }
    }
  }

  /** Turns on the write-ahead log, which is a property of the file and stays. */
  void requireWriteAheadLog() {
    try (Connection connection = open(settings());
        Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("pragma journal_mode = wal")) {
      if (!mode.getString(1).equals("wal")) {
        throw new ConfigurationException(
            "the file system of SQLite file "
                + path
                + " cannot hold a write-ahead log: move it to a local disk");
      }
    } catch (SQLException e) {
      throw faults.nothingHappened(e);
    }
  }

  /**
   * The connection for writing. The driver believes that a transaction is always open, and so
   * neither begins nor ends one: {@link SqliteWriter} does, by statements of its own. (The driver
   * would begin the next transaction, and take the file's write lock, right behind each commit.)
   */
  Connection openWriter() throws SQLException {
    SQLiteConnection connection = open(settings());
    connection.getConnectionConfig().setAutoCommit(false);
    return prepared(connection, "pragma wal_autocheckpoint = " + LOG_PAGES);
  }

  /** A connection that refuses to write. */
  Connection openReader() throws SQLException {
    return prepared(open(settings()), "pragma query_only = on");
  }

  private static Connection prepared(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(pragma);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private SQLiteConnection open(SQLiteConfig settings) throws SQLException {
    return (SQLiteConnection) dataSource(settings).getConnection();
  }

  /** Connections for users, whose transactions take the write lock when they begin. */
  SQLiteDataSource forUsers() {
    SQLiteConfig settings = settings();
    settings.setTransactionMode(TransactionMode.IMMEDIATE);
    return dataSource(settings);
  }

  /** Connections for migrations: one transaction each, whose locks SQLite takes as it goes. */
  SQLiteDataSource forMigrations() {
    return dataSource(settings());
  }

  private SQLiteDataSource dataSource(SQLiteConfig settings) {
    SQLiteDataSource source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  private SQLiteConfig settings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setSynchronous(SynchronousMode.FULL);
    settings.setBusyTimeout(busyMillis);
    settings.enforceForeignKeys(true);
    settings.setJournalSizeLimit(LOG_BYTES_KEPT);
    settings.setCacheSize(CACHE_KIB);
    return settings;
  }
}
