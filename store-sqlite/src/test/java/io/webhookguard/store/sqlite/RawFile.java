package io.webhookguard.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A stranger's look at the database file, past the store. */
final class RawFile implements AutoCloseable {

  private final Connection connection;

  private RawFile(Connection connection) {
    this.connection = connection;
  }

  static RawFile open(Path file) throws SQLException {
    return new RawFile(DriverManager.getConnection("jdbc:sqlite:" + file));
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a text of many statements, as the command line tool of SQLite does. */
  void runAll(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The first column of all rows, as text. */
  List<String> ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(ask(sql).get(0));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
