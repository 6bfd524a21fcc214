package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replies and requests are lost on their way. What may have happened is said to be unknown, whether
 * it did or not, and is found out by the ids that the caller made; what cannot have happened is
 * not.
 */
final class LostRepliesTest {

  /** A pool asks an idle connection whether it lives: one more request on a slow machine. */
  private static final String LIVENESS = "com.zaxxer.hikari.aliveBypassWindowMs";

  private Database database;
  private FaultyProxy proxy;
  private PostgresStore store;

  @BeforeEach
  void openThroughAProxy() {
    System.setProperty(LIVENESS, "3600000");
    PostgresServer server = PostgresServer.shared();
    database = server.freshDatabase();
    PostgresStore.migrate(PostgresOpening.at(database).build());
    database.run("create table payment (event text not null)");
    proxy = FaultyProxy.before(server.host(), server.port());
    store =
        PostgresStore.open(
            PostgresOpening.at(database.through(proxy.port()))
                .connections(1)
                .migrateOnOpen(false)
                .build());
    store.events().find(Fixture.key("nothing"));
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
    database.close();
    System.clearProperty(LIVENESS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAdmissionIsAskedForByItsDelivery(boolean happened) {
    List<Arrival> arrivals =
        List.of(Fixture.arrival("evt_1", "cus_1"), Fixture.inline("evt_2", ""));
    loseNext(happened);

    assertUnknown(() -> store.events().admit(arrivals));

    assertThat(database.ask("select count(*) from guard_event")).isEqualTo(happened ? "2" : "0");
    List<Admission> answers = store.events().admit(arrivals);
    assertThat(answers.get(0)).isInstanceOf(Admission.Queued.class);
    assertThat(answers.get(1)).isInstanceOf(Admission.Claimed.class);
    assertThat(database.ask("select count(*) from guard_event")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClaimIsAskedForByItsId(boolean happened) {
    store.events().admit(Fixture.arrivals("evt_", 3, ""));
    ClaimRequest request = Fixture.dueHeads(2);
    loseNext(happened);

    assertUnknown(() -> store.events().claim(request));

    assertThat(store.events().claims(request.claimId())).hasSize(happened ? 2 : 0);
    List<Attempt> granted = store.events().claim(request);
    assertThat(granted).hasSize(2);
    assertThat(store.events().claims(request.claimId()))
        .extracting(Attempt::claim)
        .containsExactlyElementsOf(granted.stream().map(Attempt::claim).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSettlementIsAskedForByItsToken(boolean happened) {
    store.events().admit(Fixture.arrivals("evt_", 1, "cus_1"));
    List<Settlement> ending = List.of(Fixture.complete(Fixture.claimOne(store)));
    loseNext(happened);

    assertUnknown(() -> store.events().settle(ending));

    assertThat(isComplete()).isEqualTo(happened);
    assertThat(store.events().settle(ending)).containsExactly(new SettleAnswer.Settled());
    assertThat(store.ledger().entries(Fixture.key("evt_0"))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitOfAnEffectIsAskedForByItsKey(boolean happened) throws SQLException {
    store.events().admit(Fixture.arrivals("evt_", 1, "cus_1"));
    Attempt attempt = Fixture.claimOne(store);
    if (happened) {
      proxy.loseReplyTo("COMMIT");
    } else {
      proxy.loseRequest("COMMIT");
    }

    assertUnknown(() -> pay(attempt));

    assertThat(isComplete()).isEqualTo(happened);
    assertThat(payments()).isEqualTo(happened ? "1" : "0");
    if (!happened) {
      pay(attempt);
    }
    assertThat(isComplete()).isTrue();
    assertThat(payments()).isEqualTo("1");
  }

  /** Without a commit nothing can have happened, and nobody has to ask. */
  @Test
  void aReplyThatIsLostBeforeTheCommitIsNoDoubt() {
    store.events().admit(Fixture.arrivals("evt_", 1, ""));
    Attempt attempt = Fixture.claimOne(store);
    proxy.loseReplyTo("insert into payment");

    assertThatThrownBy(() -> pay(attempt)).isInstanceOf(SQLException.class);

    assertThat(proxy.faults()).isEqualTo(1);
    assertThat(payments()).isEqualTo("0");
    assertThat(isComplete()).isFalse();
  }

  @Test
  void aServerThatRefusesConnectionsIsNoDoubt() {
    proxy.refuse();
    proxy.cutAll();
    // What was open is found dead in a call that was sent.
    assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
        .isInstanceOf(StoreUnavailableException.class)
        .isNotInstanceOf(OutcomeUnknownException.class);

    proxy.accept();
    assertThat(store.events().admit(Fixture.arrivals("evt_", 1, "")))
        .containsExactly(new Admission.Queued());
  }

  /** Whatever the size of its batch; a repeat of a delivery that is known is one too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 32})
  void aCallIsOneRoundTrip(int batch) {
    List<Arrival> arrivals = Fixture.arrivals("evt_", batch, "");
    assertThat(requestsOf(() -> store.events().admit(arrivals))).isEqualTo(1);
    assertThat(requestsOf(() -> store.events().admit(arrivals))).isEqualTo(1);
    assertThat(
            requestsOf(
                () -> {
                  List<Attempt> attempts = Fixture.claim(store, batch);
                  store.events().settle(attempts.stream().map(Fixture::complete).toList());
                }))
        .isEqualTo(2);
    assertThat(
            requestsOf(
                () -> {
                  Admission now = store.events().admit(List.of(Fixture.inline("now", "a"))).get(0);
                  Attempt attempt = ((Admission.Claimed) now).attempt();
                  store.events().settle(List.of(Fixture.complete(attempt)));
                }))
        .isEqualTo(2);
  }

  private long requestsOf(Runnable calls) {
    long before = proxy.requests();
    calls.run();
    return proxy.requests() - before;
  }

  private void loseNext(boolean happened) {
    if (happened) {
      proxy.loseReplyTo(1);
    } else {
      proxy.loseRequest(1);
    }
  }

  private void assertUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("ask by the call's ids");
    assertThat(proxy.faults()).as("the fault came").isEqualTo(1);
  }

  private boolean isComplete() {
    return store.events().find(Fixture.key("evt_0")).orElseThrow().status()
        instanceof Status.Complete;
  }

  private String payments() {
    return database.ask("select count(*) from payment");
  }

  private void pay(Attempt attempt) throws SQLException {
    store
        .transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              insertPayment(connection);
              return Fixture.complete(attempt);
            });
  }

  private static void insertPayment(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into payment values ('evt_0')");
    }
  }
}
