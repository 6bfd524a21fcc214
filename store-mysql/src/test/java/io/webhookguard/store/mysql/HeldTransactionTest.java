package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A user's transaction that settled an event and stays open holds up that event alone, under
 * MySQL's default isolation too. What waits for it ends in a lock wait of fifty seconds, which the
 * time limit shows.
 */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
final class HeldTransactionTest {

  private final MysqlHarness harness = new MysqlHarness();
  private final TransactionalStore store = harness.store();

  private static Arrival.Intent.Claim toRun() {
    return new Arrival.Intent.Claim("node-1", UUID.randomUUID(), Fixture.LEASE);
  }

  private Attempt started(String id, String lane) {
    Admission admission = store.events().admit(List.of(Fixture.arrival(id, lane, toRun()))).get(0);
    assertThat(admission).isInstanceOf(Admission.Claimed.class);
    return ((Admission.Claimed) admission).attempt();
  }

  @Test
  void openTransactionHoldsUpItsEventAlone() throws SQLException {
    Attempt held = started("evt_held", "cus_1");
    Attempt other = started("evt_other", "cus_2");
    store.events().admit(List.of(Fixture.arrival("evt_waiting", "cus_1")));
    try (Connection connection = harness.users().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set session transaction isolation level repeatable read");
      }
      store.transactions().settle(connection, Fixture.complete(held));

      assertThat(admit("evt_held", "cus_1")).isInstanceOf(Admission.Duplicate.class);
      assertThat(admit("evt_new", "cus_1")).isInstanceOf(Admission.Queued.class);
      assertThat(admit("evt_new_2", "cus_2")).isInstanceOf(Admission.Queued.class);
      assertThat(admit("evt_free", "")).isInstanceOf(Admission.Queued.class);
      assertThat(
              store.events().renew(List.of(held.claim(), other.claim()), Fixture.LEASE).stream()
                  .map(Object::getClass)
                  .toList())
          .isEqualTo(List.of(RenewAnswer.Locked.class, RenewAnswer.Renewed.class));
      assertThat(store.events().settle(List.of(Fixture.complete(held), Fixture.complete(other))))
          .containsExactly(new SettleAnswer.Locked(), new SettleAnswer.Settled());
      assertThat(Fixture.claim(store, 10))
          .extracting(it -> it.claim().key().eventId())
          .containsExactlyInAnyOrder("evt_free", "evt_new_2");
      assertThat(claimOne("evt_waiting")).isEmpty();
      assertThat(discard("evt_held")).isInstanceOf(InterventionAnswer.Locked.class);
      connection.commit();
    }
    assertThat(store.events().find(Fixture.key("evt_held")).orElseThrow().state())
        .isEqualTo(EventState.COMPLETE);
    assertThat(claimOne("evt_waiting")).hasSize(1);
  }

  @Test
  void laneThatAUserLetGoIsFreeForWhoWantsToRunAtOnce() throws SQLException {
    Attempt held = started("evt_1", "cus_1");
    try (Connection connection = harness.users().getConnection()) {
      connection.setAutoCommit(false);
      store.transactions().settle(connection, Fixture.complete(held));
      connection.commit();
    }

    Attempt next = started("evt_2", "cus_1");

    assertThat(next.claim().token()).isGreaterThan(held.claim().token());
    assertThat(store.events().settle(List.of(Fixture.complete(next))))
        .containsExactly(new SettleAnswer.Settled());
    assertThat(TestDatabase.get().database().ask("select max(open) from guard_lane"))
        .as("nobody is counted who is gone")
        .isEqualTo("0");
  }

  private Admission admit(String id, String lane) {
    return store.events().admit(List.of(Fixture.arrival(id, lane))).get(0);
  }

  private List<Attempt> claimOne(String id) {
    return store
        .events()
        .claim(
            new ClaimRequest(
                "node-1",
                UUID.randomUUID(),
                Fixture.LEASE,
                new ClaimRequest.Selection.One(Fixture.key(id))));
  }

  private InterventionAnswer discard(String id) {
    return store
        .events()
        .intervene(
            Fixture.key(id),
            new Intervention.Discard(
                UUID.randomUUID(), new Intervention.Authority("somebody", "a try")));
  }
}
