package io.webhookguard.testsupport.transactions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A table of the user's in which handlers leave their effects, one row for each. */
final class Payments {

  private final DataSource users;

  private Payments(DataSource users) {
    this.users = users;
  }

  /** The table as it is. */
  static Payments in(DataSource users) {
    return new Payments(users);
  }

  /** An empty table. */
  static Payments anew(DataSource users) {
    try (Connection connection = users.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists guard_test_payment");
      statement.execute("create table guard_test_payment (event varchar(64) not null)");
    } catch (SQLException e) {
      throw new IllegalStateException("the table of payments was not made", e);
    }
    return new Payments(users);
  }

  /** Writes an effect, in whatever transaction is open. */
  static void pay(Connection connection, String event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into guard_test_payment (event) values (?)")) {
      insert.setString(1, event);
      insert.executeUpdate();
    }
  }

  /** Breaks a constraint at once. */
  static void payNobody(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into guard_test_payment (event) values (null)");
    }
  }

  /** The events of all effects that are committed, in order. */
  List<String> seen() {
    List<String> events = new ArrayList<>();
    try (Connection connection = users.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select event from guard_test_payment order by event")) {
      while (rows.next()) {
        events.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the payments cannot be read", e);
    }
    return events;
  }
}
