package io.webhookguard.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A way for a handler to end the guard's transaction behind its back.
 *
 * @param name what it is called in a failure
 * @param attempt tries it
 */
record Escape(String name, Attempt attempt) {

  /** Throws when it was refused. */
  @FunctionalInterface
  interface Attempt {
    void on(Connection connection) throws SQLException;
  }

  static List<Escape> all() {
    List<Escape> all = new ArrayList<>();
    all.addAll(byMethod());
    all.addAll(byDetour());
    all.addAll(bySql());
    return all;
  }

  private static List<Escape> byMethod() {
    return List.of(
        new Escape("commit", Connection::commit),
        new Escape("rollback", Connection::rollback),
        new Escape("close", Connection::close),
        new Escape("abort", connection -> connection.abort(Runnable::run)),
        new Escape("auto-commit", connection -> connection.setAutoCommit(true)));
  }

  private static List<Escape> byDetour() {
    return List.of(
        new Escape(
            "unwrapped connection", connection -> connection.unwrap(Connection.class).commit()),
        new Escape(
            "connection of the metadata",
            connection -> connection.getMetaData().getConnection().commit()),
        new Escape(
            "connection of a statement",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.getConnection().commit();
              }
            }),
        new Escape(
            "connection of a prepared statement",
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement("select 1")) {
                statement.getConnection().commit();
              }
            }),
        new Escape(
            "connection of a result",
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet rows = statement.executeQuery("select 1")) {
                rows.getStatement().getConnection().commit();
              }
            }),
        new Escape(
            "connection of an unwrapped statement",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.unwrap(Statement.class).getConnection().commit();
              }
            }));
  }

  private static List<Escape> bySql() {
    List<Escape> all = new ArrayList<>();
    for (String sql :
        List.of(
            "COMMIT",
            "commit",
            "  \n\tCoMmIt ;",
            "/* harmless */ commit",
            "/* a */ /* b */\n-- c\ncommit",
            "-- harmless\nrollback",
            "ROLLBACK",
            "begin",
            "; commit",
            "select 1; commit")) {
      all.add(
          new Escape(
              "execute: " + sql,
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  statement.execute(sql);
                }
              }));
      all.add(
          new Escape(
              "prepare: " + sql,
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                  statement.execute();
                }
              }));
    }
    all.add(
        new Escape(
            "executeUpdate",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("commit");
              }
            }));
    all.add(
        new Escape(
            "batch",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.addBatch("commit");
                statement.executeBatch();
              }
            }));
    return all;
  }
}
