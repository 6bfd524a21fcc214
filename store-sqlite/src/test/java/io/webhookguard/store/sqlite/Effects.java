package io.webhookguard.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A table of a user's in the store's file, in which handlers leave their effect. */
final class Effects {

  private final SqliteStore store;

  private Effects(SqliteStore store) {
    this.store = store;
  }

  static Effects in(SqliteStore store) throws SQLException {
    try (Connection connection = store.userConnections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table payment (id integer primary key, event text not null)");
      statement.execute(
          "create table refund (payment integer references payment (id) deferrable initially"
              + " deferred)");
    }
    return new Effects(store);
  }

  static void pay(Connection connection, String event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into payment (event) values (?)")) {
      insert.setString(1, event);
      insert.executeUpdate();
    }
  }

  /** Breaks a constraint, at once. */
  static void payNobody(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into payment (event) values (null)");
    }
  }

  int count() throws SQLException {
    try (Connection connection = store.userConnections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from payment")) {
      return rows.getInt(1);
    }
  }
}
