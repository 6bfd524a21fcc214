package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** TX-4: no path out of the guard's transaction. Each escape is tried, then the body fails. */
final class TransactionEscapesTest {

  @TempDir Path folder;

  /** A way in which a handler could end the transaction or reach the raw connection. */
  private interface Escape {
    void tryOn(Connection connection) throws SQLException;
  }

  private static final Map<String, Escape> ESCAPES =
      Map.ofEntries(
          Map.entry("commit", Connection::commit),
          Map.entry("rollback", Connection::rollback),
          Map.entry("close", Connection::close),
          Map.entry("abort", connection -> connection.abort(Runnable::run)),
          Map.entry("auto-commit", connection -> connection.setAutoCommit(true)),
          Map.entry("isolation", connection -> connection.setTransactionIsolation(8)),
          Map.entry("read-only", connection -> connection.setReadOnly(true)),
          Map.entry("unwrap", connection -> connection.unwrap(SQLiteConnection.class)),
          Map.entry("statement", connection -> statement(connection).getConnection().commit()),
          Map.entry(
              "prepared statement",
              connection ->
                  connection.prepareStatement("select 1").getConnection().setAutoCommit(true)),
          Map.entry(
              "unwrapped statement",
              connection -> statement(connection).unwrap(org.sqlite.core.CoreStatement.class)),
          Map.entry(
              "result set",
              connection ->
                  statement(connection)
                      .executeQuery("select 1")
                      .getStatement()
                      .getConnection()
                      .commit()),
          Map.entry("metadata", connection -> connection.getMetaData().getConnection().commit()),
          Map.entry(
              "unknown savepoint",
              connection -> {
                var savepoint = connection.setSavepoint();
                connection.releaseSavepoint(savepoint);
                connection.rollback(savepoint);
              }));

  static Stream<String> escapes() {
    return ESCAPES.keySet().stream().sorted();
  }

  private static Statement statement(Connection connection) throws SQLException {
    return connection.createStatement();
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void callsAreRefused(String name) throws SQLException {
    assertRefused(Objects.requireNonNull(ESCAPES.get(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit",
        "COMMIT;",
        "  -- why\n commit",
        "/* why */ rollback",
        "; ; end transaction",
        "insert into payment (event) values ('x'); commit",
        "begin",
        "savepoint s",
        "release s",
        "rollback to s",
        "pragma foreign_keys = off",
        "attach 'other.db' as other",
        "detach other",
        "vacuum",
      })
  void textIsRefused(String sql) throws SQLException {
    assertRefused(connection -> statement(connection).execute(sql));
    assertRefused(connection -> statement(connection).executeUpdate(sql));
    assertRefused(connection -> statement(connection).addBatch(sql));
    assertRefused(connection -> connection.prepareStatement(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into payment (event) values ('commit; rollback')",
        "select 1 as \"commit;commit\" -- ; commit",
        "/* ; commit */ select 1",
      })
  void textThatOnlyMentionsTheWordsIsAllowed(String sql) throws SQLException {
    try (SqliteStore store = open("allowed" + sql.hashCode())) {
      Effects.in(store);
      Attempt attempt = claim(store);
      store
          .transactions()
          .inTransaction(
              attempt.claim(),
              connection -> {
                statement(connection).execute(sql);
                return Fixture.complete(attempt);
              });
      assertThat(stateOf(store, attempt)).isEqualTo(EventState.COMPLETE);
    }
  }

  /** Refused, and the payment that went before is not there once the body has failed. */
  private void assertRefused(Escape escape) throws SQLException {
    try (SqliteStore store = open("refused" + System.identityHashCode(escape))) {
      Effects effects = Effects.in(store);
      Attempt attempt = claim(store);
      assertThatThrownBy(
              () ->
                  store
                      .transactions()
                      .inTransaction(
                          attempt.claim(),
                          connection -> {
                            Effects.pay(connection, "evt_1");
                            escape.tryOn(connection);
                            return Fixture.complete(attempt);
                          }))
          .isInstanceOf(SQLException.class);
      assertThat(effects.count()).isZero();
      assertThat(stateOf(store, attempt)).isEqualTo(EventState.PROCESSING);
    }
  }

  private static Attempt claim(SqliteStore store) {
    store.events().admit(List.of(Fixture.arrival("evt_1", "")));
    return Fixture.claimOne(store);
  }

  private static EventState stateOf(SqliteStore store, Attempt attempt) {
    return store.events().find(attempt.claim().key()).orElseThrow().state();
  }

  private SqliteStore open(String name) {
    return SqliteStore.open(SqliteConfig.at(folder.resolve(name + ".db")).build());
  }
}
