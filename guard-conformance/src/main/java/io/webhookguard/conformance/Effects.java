package io.webhookguard.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a handler writes in the user's database: names in a table of one column. */
final class Effects {

  private final DataSource users;

  private Effects(DataSource users) {
    this.users = users;
  }

  /** An empty table of effects. */
  static Effects in(DataSource users) throws SQLException {
    try (Connection connection = users.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists guard_kit_effect");
      statement.execute("create table guard_kit_effect (name varchar(64) not null primary key)");
    }
    return new Effects(users);
  }

  /** A connection with a transaction of the user's. */
  Connection begin() throws SQLException {
    Connection connection = users.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Writes an effect; the second one of a name violates the primary key. */
  static void write(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into guard_kit_effect (name) values (?)")) {
      statement.setString(1, name);
      statement.executeUpdate();
    }
  }

  /** The effects that everybody sees. */
  List<String> seen() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = users.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select name from guard_kit_effect order by 1")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
