package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore.Body;
import io.webhookguard.store.sql.JdbiTransactions;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of settlement inside a transaction, for the guard's and for the user's own. */
final class TransactionsTest {

  @TempDir Path folder;

  private SqliteStore store;
  private Effects effects;
  private Attempt attempt;

  @BeforeEach
  void openWithOneClaim() throws SQLException {
    store =
        SqliteStore.open(
            SqliteConfig.at(folder.resolve("guard.db"))
                .busyTimeout(Duration.ofMillis(300))
                .build());
    effects = Effects.in(store);
    store.events().admit(List.of(Fixture.arrival("evt_1", "cus_1")));
    attempt = Fixture.claimOne(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  @DisplayName("TX-1 effect, state and entry are one commit")
  void effectAndSettlementAreOneCommit() throws SQLException {
    run(
        connection -> {
          Effects.pay(connection, "evt_1");
          assertThat(effects.count()).isZero();
          return Fixture.complete(attempt);
        });

    assertThat(effects.count()).isEqualTo(1);
    assertThat(state()).isEqualTo(EventState.COMPLETE);
    assertThat(kinds()).endsWith(DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("TX-1 a settlement vanishes with the rollback of a user's transaction")
  void settlementVanishesWithTheUsersRollback() throws SQLException {
    try (Connection connection = begin()) {
      Effects.pay(connection, "evt_1");
      store.transactions().settle(connection, Fixture.complete(attempt));
      connection.rollback();
      connection.setAutoCommit(true);
    }

    assertThat(effects.count()).isZero();
    assertThat(state()).isEqualTo(EventState.PROCESSING);
    assertThat(kinds()).doesNotContain(DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("TX-1 a settlement is visible with the commit of a user's transaction")
  void settlementIsVisibleWithTheUsersCommit() throws SQLException {
    try (Connection connection = begin()) {
      Effects.pay(connection, "evt_1");
      store.transactions().settle(connection, Fixture.complete(attempt));
      assertThat(state()).isEqualTo(EventState.PROCESSING);
      connection.commit();
      connection.setAutoCommit(true);
    }

    assertThat(effects.count()).isEqualTo(1);
    assertThat(state()).isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("TX-2 a claim that is over cannot commit its effect on a user's connection")
  void claimThatIsOverTakesTheUsersEffectWithIt() throws SQLException {
    store.events().settle(List.of(retry()));

    try (Connection connection = begin()) {
      Effects.pay(connection, "evt_1");
      assertThatThrownBy(() -> store.transactions().settle(connection, Fixture.complete(attempt)))
          .isInstanceOf(SupersededException.class);
      connection.commit();
      connection.setAutoCommit(true);
    }

    assertThat(effects.count()).isZero();
    assertThat(state()).isEqualTo(EventState.PENDING);
  }

  @Test
  @DisplayName("TX-2 a claim that is over runs no body")
  void claimThatIsOverRunsNoBody() throws SQLException {
    store.events().settle(List.of(retry()));

    assertThatThrownBy(() -> run(this::pay)).isInstanceOf(SupersededException.class);

    assertThat(effects.count()).isZero();
  }

  @Test
  @DisplayName("TX-2 the same settlement a second time is over, or its effect would be doubled")
  void repeatedSettlementDoesNotCommitASecondEffect() throws SQLException {
    run(this::pay);

    assertThatThrownBy(() -> run(this::pay)).isInstanceOf(SupersededException.class);
    try (Connection connection = begin()) {
      Effects.pay(connection, "evt_1");
      assertThatThrownBy(() -> store.transactions().settle(connection, Fixture.complete(attempt)))
          .isInstanceOf(SupersededException.class);
      connection.commit();
      connection.setAutoCommit(true);
    }

    assertThat(effects.count()).isEqualTo(1);
    assertThat(store.events().settle(List.of(Fixture.complete(attempt))))
        .containsExactly(new SettleAnswer.Settled());
  }

  @Test
  @DisplayName("TX-3 a batch waits for a user's transaction no longer than the busy limit")
  void batchWaitsNoLongerThanTheBusyLimit() throws SQLException {
    try (Connection connection = begin()) {
      Effects.pay(connection, "evt_1");

      assertThatThrownBy(() -> store.events().settle(List.of(Fixture.complete(attempt))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(state()).isEqualTo(EventState.PROCESSING);

      connection.rollback();
      connection.setAutoCommit(true);
    }
    assertThat(store.events().settle(List.of(Fixture.complete(attempt))))
        .containsExactly(new SettleAnswer.Settled());
  }

  @Test
  @DisplayName("TX-5 a failure that the body hides rolls back all the same")
  void hiddenFailureRollsBack() throws SQLException {
    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      Effects.pay(connection, "evt_1");
                      assertThatThrownBy(() -> Effects.payNobody(connection))
                          .isInstanceOf(SQLException.class);
                      return Fixture.complete(attempt);
                    }))
        .isInstanceOf(SQLException.class);

    assertNothingHappened();
  }

  @Test
  @DisplayName("TX-5 after a failure nothing more runs")
  void afterAFailureNothingMoreRuns() throws SQLException {
    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      assertThatThrownBy(() -> Effects.payNobody(connection))
                          .isInstanceOf(SQLException.class);
                      Effects.pay(connection, "evt_1");
                      return Fixture.complete(attempt);
                    }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("can only roll back");

    assertNothingHappened();
  }

  @Test
  @DisplayName("TX-5 a failure inside a savepoint is undone by rolling back to it")
  void failureInsideASavepointIsUndone() throws SQLException {
    run(
        connection -> {
          Effects.pay(connection, "evt_1");
          Savepoint savepoint = connection.setSavepoint("attempt");
          assertThatThrownBy(() -> Effects.payNobody(connection)).isInstanceOf(SQLException.class);
          connection.rollback(savepoint);
          return Fixture.complete(attempt);
        });

    assertThat(effects.count()).isEqualTo(1);
    assertThat(state()).isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("TX-5 a savepoint that is opened after a failure does not help")
  void savepointAfterAFailureDoesNotHelp() throws SQLException {
    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      assertThatThrownBy(() -> Effects.payNobody(connection))
                          .isInstanceOf(SQLException.class);
                      connection.rollback(connection.setSavepoint());
                      return Fixture.complete(attempt);
                    }))
        .isInstanceOf(SQLException.class);

    assertNothingHappened();
  }

  @Test
  @DisplayName("TX-6 a body that throws leaves nothing behind, and its exception arrives")
  void bodyThatThrowsLeavesNothingBehind() throws SQLException {
    IllegalStateException thrown = new IllegalStateException("the handler's own");

    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      Effects.pay(connection, "evt_1");
                      throw thrown;
                    }))
        .isSameAs(thrown);

    assertNothingHappened();
  }

  @Test
  @DisplayName("TX-6 a body that settles another claim leaves nothing behind")
  void bodyThatSettlesAnotherClaimLeavesNothingBehind() throws SQLException {
    store.events().admit(List.of(Fixture.arrival("evt_2", "")));
    Attempt other = Fixture.claimOne(store);

    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      Effects.pay(connection, "evt_1");
                      return Fixture.complete(other);
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertNothingHappened();
  }

  @Test
  @DisplayName("TX-7 a connection in auto-commit mode is refused")
  void autoCommitIsRefused() throws SQLException {
    try (Connection connection = store.userConnections().getConnection()) {
      assertThatThrownBy(() -> store.transactions().settle(connection, Fixture.complete(attempt)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertNothingHappened();
  }

  @Test
  void deferredConstraintOfTheUsersIsTheBodysFailure() throws SQLException {
    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("insert into refund values (4711)");
                      }
                      return Fixture.complete(attempt);
                    }))
        .isInstanceOf(SQLException.class);

    assertNothingHappened();
    run(this::pay);
    assertThat(effects.count()).isEqualTo(1);
  }

  @Test
  void bodyThatWritesThroughTheStoreIsToldSo() throws SQLException {
    assertThatThrownBy(
            () ->
                run(
                    connection -> {
                      store.events().settle(List.of(Fixture.complete(attempt)));
                      return Fixture.complete(attempt);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not write through the store");

    assertNothingHappened();
  }

  @Test
  void connectionIsOverWhenTheBodyHasReturned() throws SQLException {
    AtomicReference<Connection> kept = new AtomicReference<>();
    run(
        connection -> {
          kept.set(connection);
          return pay(connection);
        });

    assertThatThrownBy(() -> Effects.pay(Objects.requireNonNull(kept.get()), "evt_2"))
        .isInstanceOf(SQLException.class);
    assertThat(effects.count()).isEqualTo(1);
  }

  @Test
  void resultThatTheBodyLeavesOpenHoldsNobodyUp() throws SQLException {
    run(
        connection -> {
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "with recursive n(i) as (values (1) union all select i + 1"
                      + " from n limit 100) select i from n");
          assertThat(rows.next()).isTrue();
          return pay(connection);
        });

    store.events().admit(List.of(Fixture.arrival("evt_2", "")));
    assertThat(Fixture.claim(store, 10)).hasSize(1);
  }

  @Test
  void jdbiFormDoesTheSame() throws SQLException {
    JdbiTransactions transactions = new JdbiTransactions(store.transactions());
    transactions.inTransaction(
        attempt.claim(),
        handle -> {
          handle.execute("insert into payment (event) values (?)", "evt_1");
          handle.inTransaction(inner -> inner.execute("insert into payment (event) values ('x')"));
          return Fixture.complete(attempt);
        });

    assertThat(effects.count()).isEqualTo(2);
    assertThat(state()).isEqualTo(EventState.COMPLETE);
    assertThatThrownBy(
            () -> transactions.inTransaction(attempt.claim(), handle -> Fixture.complete(attempt)))
        .isInstanceOf(SupersededException.class);
  }

  private void run(Body body) throws SQLException {
    store.transactions().inTransaction(attempt.claim(), body);
  }

  private Settlement pay(Connection connection) throws SQLException {
    Effects.pay(connection, "evt_1");
    return Fixture.complete(attempt);
  }

  private Settlement retry() {
    return new Settlement.Release(attempt.claim(), Duration.ZERO, Problem.of("stopped"));
  }

  private Connection begin() throws SQLException {
    Connection connection = store.userConnections().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private void assertNothingHappened() throws SQLException {
    assertThat(effects.count()).isZero();
    assertThat(state()).isEqualTo(EventState.PROCESSING);
    assertThat(kinds()).endsWith(DecisionKind.STARTED);
  }

  private EventState state() {
    return store.events().find(attempt.claim().key()).orElseThrow().state();
  }

  private List<DecisionKind> kinds() {
    return store.ledger().entries(attempt.claim().key()).stream().map(LedgerEntry::kind).toList();
  }
}
