package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * In sessions that users' statements share, the guard finds its rows by index whatever the tables
 * held when the session began, and leaves no trace in the session.
 */
final class SharedSessionPlansTest {

  /** A session keeps a plan from the sixth time on. */
  private static final int OFTEN = 20;

  private static final int MANY = 50_000;

  /** What one settlement may read, however many rows there are. */
  private static final int FEW = 100;

  private Database database;
  private PostgresStore store;

  @BeforeEach
  void open() {
    database = PostgresServer.shared().freshDatabase();
    store = PostgresStore.open(PostgresOpening.at(database).connections(2).build());
    database.run("vacuum analyze");
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void aUsersSessionReadsFewRowsThoughTheTablesGrew() throws SQLException {
    try (Connection session = session()) {
      for (Attempt attempt : someAttempts("before_")) {
        settle(session, attempt);
        session.commit();
      }
      grow();
      Attempt attempt = Fixture.claimOne(store);
      Map<String, Long> before = rowsRead(session);
      settle(session, attempt);

      assertThat(rowsRead(session))
          .containsKey("guard_event")
          .allSatisfy(
              (table, rows) ->
                  assertThat(rows - before.getOrDefault(table, 0L)).as(table).isLessThan(FEW));
      session.commit();
    }
  }

  @Test
  void aUsersSessionKeepsNothingOfTheGuards() throws SQLException {
    try (Connection session = session()) {
      List<String> before = settings(session);
      for (Attempt attempt : someAttempts("evt_")) {
        settle(session, attempt);
        session.commit();
      }

      assertThat(keptPlans(session)).noneMatch(sql -> sql.contains("guard_claim"));
      assertThat(settings(session)).isEqualTo(before);
      assertThat(session.unwrap(PGConnection.class).getPrepareThreshold()).isEqualTo(1);
    }
  }

  @Test
  void theGuardsTransactionKeepsOnlyThePlansOfItsHandler() throws SQLException {
    List<String> kept = new ArrayList<>();
    for (Attempt attempt : someAttempts("evt_")) {
      store
          .transactions()
          .inTransaction(
              attempt.claim(),
              connection -> {
                try (PreparedStatement own = connection.prepareStatement("select ? + 4711")) {
                  own.setInt(1, 1);
                  own.execute();
                }
                kept.clear();
                kept.addAll(keptPlans(connection));
                return Fixture.complete(attempt);
              });
    }

    assertThat(kept).contains("select $1 + 4711").noneMatch(sql -> sql.contains("guard_claim"));
  }

  /** A session that keeps plans as soon as it can. */
  private Connection session() throws SQLException {
    Connection session = database.connect();
    session.unwrap(PGConnection.class).setPrepareThreshold(1);
    session.setAutoCommit(false);
    return session;
  }

  private List<Attempt> someAttempts(String prefix) {
    store.events().admit(Fixture.arrivals(prefix, OFTEN, ""));
    return Fixture.claim(store, OFTEN);
  }

  private void settle(Connection session, Attempt attempt) {
    store.transactions().settle(session, Fixture.complete(attempt));
  }

  /** Behind the server's back: nobody counts the rows for the planner. */
  private void grow() {
    database.run("set session_replication_role = replica; delete from guard_ledger");
    database.run("delete from guard_event; delete from guard_payload");
    Backlog.of(MANY).fill(database);
  }

  /** How many rows of each table the session has read lately, by index or not. */
  private static Map<String, Long> rowsRead(Connection session) throws SQLException {
    Map<String, Long> read = new TreeMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
                    + " from pg_stat_xact_user_tables where relname like 'guard_%'")) {
      while (rows.next()) {
        read.put(rows.getString(1), rows.getLong(2));
      }
    }
    return read;
  }

  private static List<String> keptPlans(Connection session) throws SQLException {
    return ask(session, "select statement from pg_prepared_statements order by prepare_time");
  }

  private static List<String> settings(Connection session) throws SQLException {
    return ask(session, "select name || '=' || setting from pg_settings order by name");
  }

  private static List<String> ask(Connection session, String query) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
