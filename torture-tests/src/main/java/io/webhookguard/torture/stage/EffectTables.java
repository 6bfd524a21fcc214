package io.webhookguard.torture.stage;

import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.worker.Business.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of effects: no constraint forbids that an effect happens twice. */
final class EffectTables {

  private EffectTables() {}

  /**
   * Makes the tables.
   *
   * @param serial how this database writes a column that counts by itself
   */
  static void make(Connections connections, String serial) {
    run(
        connections,
        "create table torture_effect (n "
            + serial
            + ", source varchar(64) not null, event_id varchar(255) not null,"
            + " token bigint not null, node varchar(64) not null, amount int not null)");
    run(
        connections,
        "create table torture_account"
            + " (lane varchar(255) not null primary key, cents bigint not null)");
  }

  private static void run(Connections connections, String sql) {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Writes their rows into the files of the run. */
  static void dump(Connections connections, RunFiles files) {
    try (LogFile effects = LogFile.appendTo(files.effects());
        LogFile accounts = LogFile.appendTo(files.accounts());
        Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "select n, source, event_id, token, node, amount from torture_effect order by n")) {
        while (rows.next()) {
          new EffectRow(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getLong(4),
                  rows.getString(5),
                  rows.getInt(6))
              .to(effects);
        }
      }
      try (ResultSet rows =
          statement.executeQuery("select coalesce(sum(cents), 0) from torture_account")) {
        rows.next();
        accounts.append(rows.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the effects cannot be read", e);
    }
  }

  /** The first number that the query answers with. */
  static long ask(Connections connections, String query) {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
