package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rights that operators are told to grant are enough, and do not reach into the ledger's past.
 */
final class RightsTest {

  private static final Path MANUAL = Path.of("..", "docs", "operations.md");
  private static final String ROLE_IN_MANUAL = "guard_app";

  private Database database;
  private String role;

  @BeforeEach
  void makeTablesAsOwnerAndARoleThatOwnsNothing() throws IOException {
    database = PostgresServer.shared().freshDatabase();
    role = database.name() + "_app";
    PostgresStore.migrate(PostgresOpening.at(database).build());
    database.run("create role " + role + " login password 'app'");
    database.run(grants());
  }

  @AfterEach
  void drop() {
    database.run("drop owned by " + role);
    database.run("drop role " + role);
    database.close();
  }

  private String grants() throws IOException {
    return Manual.block(MANUAL, "-- The rights of the gateway's role")
        .replace(ROLE_IN_MANUAL, role);
  }

  private PostgresStore openAsRole() {
    return PostgresStore.open(
        PostgresConfig.at(database.jdbcUrl())
            .user(role)
            .password("app")
            .connections(2)
            .statementTimeout(Duration.ofSeconds(2))
            .build());
  }

  @Test
  void theyAreEnoughForAllThatTheStoreDoes() throws SQLException {
    try (PostgresStore store = openAsRole()) {
      assertThat(store.doctor().examine().findings()).allMatch(Finding::good);
      eventsLiveAndDie(store);
      interventionsTakeEffect(store);
      claimsAreRenewedAndTakenOver(store);
      locksAndTransactionsWork(store);
      assertThat(store.events().purge(new Retention(Duration.ZERO, Duration.ZERO), 100).payloads())
          .isNotNegative();
      assertThat(store.ledger().entries(Fixture.key("a1"))).isNotEmpty();
      assertThat(store.seals().archived()).isEmpty();
      Seal seal =
          Seal.next(store.seals().newest(), store.ledger().scan(0, 10).entries(), Instant.EPOCH);
      assertThat(store.seals().add(seal)).isEqualTo(new SealAnswer.Added());
      assertThat(store.seals().newest()).contains(seal);
    }
  }

  private static void eventsLiveAndDie(PostgresStore store) {
    store.events().admit(List.of(Fixture.arrival("a1", ""), Fixture.arrival("a2", "cus_1")));
    store.events().admit(List.of(Fixture.inline("a3", ""), Fixture.inline("a4", "cus_4")));
    store.events().admit(Fixture.arrivals("a", 3, ""));
    List<Attempt> free = Fixture.claim(store, 10);
    List<Attempt> behind = Fixture.claim(store, 10);
    assertThat(free).hasSizeGreaterThan(2);
    assertThat(behind).as("the lane is held").isEmpty();
    for (Attempt attempt : free) {
      store.steps().record(attempt.claim(), "charge", attempt.payload());
      store.steps().recall(attempt.claim());
      assertThat(
              store
                  .events()
                  .settle(
                      List.of(
                          new Settlement.Complete(
                              attempt.claim(),
                              Response.of(200, "text/plain", new byte[] {'o', 'k'})))))
          .containsExactly(new SettleAnswer.Settled());
    }
    assertThat(store.events().find(Fixture.key("a1"))).isPresent();
    assertThat(store.events().payload(Fixture.key("a1"))).isPresent();
    assertThat(store.events().search(EventQuery.ALL, PageRequest.first(10)).events()).isNotEmpty();
    assertThat(store.ledger().scan(0, 10).entries()).isNotEmpty();
  }

  private static void interventionsTakeEffect(PostgresStore store) {
    Intervention.Authority by = new Intervention.Authority("ops", "try rights");
    store.events().admit(List.of(Fixture.arrival("b1", "cus_2"), Fixture.arrival("b2", "cus_2")));
    failHead(store);
    assertDone(store, "b1", new Intervention.Retry(UUID.randomUUID(), by));
    failHead(store);
    assertDone(store, "b1", new Intervention.Discard(UUID.randomUUID(), by));
    failHead(store);
    assertDone(store, "b2", new Intervention.Confirm(UUID.randomUUID(), by, Response.EMPTY));
    assertDone(store, "b1", new Intervention.Erase(UUID.randomUUID(), by));
    assertDone(store, "b2", new Intervention.Replay(UUID.randomUUID(), by));
  }

  /** It keeps its lane: each decision on it changes the lane's row too. */
  private static void failHead(PostgresStore store) {
    Settlement.Fail failure =
        new Settlement.Fail(
            Fixture.claimOne(store).claim(),
            FailureReason.IN_DOUBT,
            DoubtMark.SET,
            HeadOfLine.BLOCK,
            Problem.NONE);
    assertThat(store.events().settle(List.of(failure))).containsExactly(new SettleAnswer.Settled());
  }

  private static void assertDone(PostgresStore store, String event, Intervention intervention) {
    assertThat(store.events().intervene(Fixture.key(event), intervention))
        .isInstanceOf(InterventionAnswer.Done.class);
  }

  private static void claimsAreRenewedAndTakenOver(PostgresStore store) {
    store.events().admit(List.of(Fixture.arrival("c1", "")));
    for (Attempt attempt : Fixture.claim(store, 10)) {
      assertThat(store.events().renew(List.of(attempt.claim()), Fixture.LEASE))
          .hasOnlyElementsOfType(RenewAnswer.Renewed.class);
      store.events().settle(List.of(Fixture.complete(attempt)));
    }
    store
        .events()
        .recover(
            new RecoverRequest(
                "node-2", UUID.randomUUID(), Fixture.LEASE, Set.of(Fixture.ROUTE), 10));
  }

  private void locksAndTransactionsWork(PostgresStore store) throws SQLException {
    Lease lease = store.lock().tryAcquire("reports", "node-1", Fixture.LEASE).orElseThrow();
    assertThat(store.lock().renew(lease, Fixture.LEASE)).isInstanceOf(Lock.Renewal.Renewed.class);
    store.lock().release(lease);
    store.events().admit(List.of(Fixture.arrival("d1", "cus_3"), Fixture.arrival("d2", "cus_3")));
    Attempt attempt = Fixture.claimOne(store);
    store.transactions().inTransaction(attempt.claim(), connection -> Fixture.complete(attempt));
    assertThat(Fixture.claimOne(store).claim().key()).isEqualTo(Fixture.key("d2"));
  }

  @Test
  void theyDoNotReachIntoTheLedgersPast() throws SQLException {
    try (PostgresStore store = openAsRole()) {
      store.events().admit(Fixture.arrivals("e", 1, ""));
    }
    for (String change :
        List.of(
            "update guard_ledger set actor = 'nobody'",
            "delete from guard_ledger",
            "truncate guard_ledger",
            "alter table guard_ledger disable trigger all",
            "drop table guard_ledger",
            "update guard_seal set at = 0",
            "delete from guard_seal",
            "insert into guard_archive values (1, 1, '', '', '', 0)",
            "delete from guard_forgotten",
            "update guard_schema set version = 2")) {
      assertRefused(role, "app", change, "42501");
    }
  }

  /** The owner has every right: there it is the trigger that says no. */
  @Test
  void theTriggerRefusesEvenTheOwner() throws SQLException {
    try (PostgresStore store = openAsRole()) {
      store.events().admit(Fixture.arrivals("e", 1, ""));
    }
    for (String change :
        List.of(
            "update guard_ledger set actor = 'nobody'",
            "delete from guard_ledger",
            "truncate guard_ledger",
            "truncate guard_seal",
            "delete from guard_archive")) {
      assertRefused(database.user(), database.password(), change, "P0001");
    }
  }

  private void assertRefused(String user, String password, String change, String state)
      throws SQLException {
    try (Connection connection =
            java.sql.DriverManager.getConnection(database.jdbcUrl(), user, password);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(change))
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(state));
    }
  }

  @Test
  void aMissingRightIsNamed() {
    database.run("revoke insert on guard_payload from " + role);
    try (PostgresStore store = openAsRole()) {
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("f", 1, "")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("grant it the rights");
      assertThat(store.events().find(Fixture.key("f0"))).isEmpty();
    }
  }

  @Test
  void aRoleThatMayNotMakeTablesIsToldSo() {
    database.run("drop table guard_schema_history");
    database.run("update guard_schema set version = 0");
    database.run("revoke create on schema public from public");
    assertThatThrownBy(this::openAsRole)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("grant it the rights");
  }
}
