package io.webhookguard.server.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gateway's file, seen from outside. */
final class SqliteFile {

  private static final int SQLITE_BUSY = 5;
  private static final String TABLES =
      "select name from sqlite_schema where type = 'table' and name like 'guard%'";

  private final String url;

  SqliteFile(Path file) {
    this.url = "jdbc:sqlite:" + file;
  }

  /** How many rows each of the guard's tables has. */
  Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String table : column(statement, TABLES)) {
        rows.put(
            table,
            Long.parseLong(column(statement, "select count(*) from \"" + table + "\"").get(0)));
      }
    }
    return rows;
  }

  /** The first column of a query's answer. */
  List<String> column(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      return column(statement, query);
    }
  }

  private static List<String> column(Statement statement, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Whether somebody is in the middle of a write: SQLite has one writer at a time. */
  boolean isBeingWritten() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 0");
      statement.execute("begin immediate");
      statement.execute("rollback");
      return false;
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLITE_BUSY) {
        return true;
      }
      throw e;
    }
  }
}
