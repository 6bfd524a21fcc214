package io.webhookguard.testsupport.transactions.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server ends the session of a call in the middle of a statement. Nothing of it is left, and
 * the same call again is answered as if it were the first.
 */
@Timeout(60)
public interface EndedSessionsContract {

  /** A database with the guard's tables; the same one on every call of a test, which drops it. */
  Database database();

  /** A store on it; the same one on every call of a test, which closes it. */
  TransactionalStore store();

  /** Keeps all others from writing to the ledger until the connection is closed. */
  void holdLedger(Connection connection) throws SQLException;

  /** Ends the sessions that wait for that, and returns whether there was one. */
  boolean endWaitingSessions();

  /** What a call of the store's says of it: whether it knows that nothing happened. */
  Class<? extends GuardException> onAnEndedSession();

  /** Closes what the test opened. */
  @AfterEach
  default void close() {
    store().close();
    database().close();
  }

  @Test
  default void anAdmissionIsMadeAgain() throws SQLException {
    List<Arrival> arrivals = Fixture.arrivals("evt_", 2, "cus_1");

    assertThatEnded(() -> store().events().admit(arrivals)).isInstanceOf(onAnEndedSession());

    assertThat(database().ask("select count(*) from guard_event")).isEqualTo("0");
    assertThat(store().events().admit(arrivals))
        .containsExactly(new Admission.Queued(), new Admission.Queued());
  }

  @Test
  default void aClaimIsMadeAgain() throws SQLException {
    store().events().admit(Fixture.arrivals("evt_", 3, ""));
    ClaimRequest request = Fixture.dueHeads(2);

    assertThatEnded(() -> store().events().claim(request)).isInstanceOf(onAnEndedSession());

    assertThat(store().events().claims(request.claimId())).isEmpty();
    assertThat(store().events().claim(request)).hasSize(2);
  }

  @Test
  default void aSettlementIsMadeAgain() throws SQLException {
    List<Settlement> ending = List.of(Fixture.complete(admitAndClaim()));

    assertThatEnded(() -> store().events().settle(ending)).isInstanceOf(onAnEndedSession());

    assertThat(state()).isEqualTo(EventState.PROCESSING);
    assertThat(store().events().settle(ending)).containsExactly(new SettleAnswer.Settled());
    assertThat(store().ledger().entries(Fixture.key("evt_0"))).hasSize(3);
  }

  @Test
  default void theGuardsTransactionLeavesNoEffect() throws SQLException {
    Calls.makePayments(database());
    Attempt attempt = admitAndClaim();

    assertThatEnded(() -> Calls.pay(store(), attempt))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(Calls.payments(database())).isEqualTo("0");
    assertThat(state()).isEqualTo(EventState.PROCESSING);
    Calls.pay(store(), attempt);
    assertThat(Calls.payments(database())).isEqualTo("1");
    assertThat(state()).isEqualTo(EventState.COMPLETE);
  }

  @Test
  default void aUsersTransactionLeavesNoEffect() throws SQLException {
    Calls.makePayments(database());
    Attempt attempt = admitAndClaim();

    try (Connection user = database().connect()) {
      assertThatEnded(() -> payIn(user, attempt)).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(user::commit).isInstanceOf(SQLException.class);
    }

    assertThat(Calls.payments(database())).isEqualTo("0");
    assertThat(state()).isEqualTo(EventState.PROCESSING);
    try (Connection user = database().connect()) {
      payIn(user, attempt);
      user.commit();
    }
    assertThat(Calls.payments(database())).isEqualTo("1");
    assertThat(state()).isEqualTo(EventState.COMPLETE);
  }

  private void payIn(Connection user, Attempt attempt) throws SQLException {
    user.setAutoCommit(false);
    Calls.pay(user, attempt);
    store().transactions().settle(user, Fixture.complete(attempt));
  }

  private Attempt admitAndClaim() {
    store().events().admit(Fixture.arrivals("evt_", 1, "cus_1"));
    return Fixture.claimOne(store());
  }

  private EventState state() {
    return store().events().find(Fixture.key("evt_0")).orElseThrow().state();
  }

  /** Makes the call, and ends its session as soon as it waits for the ledger. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertThatEnded(ThrowingCallable call)
      throws SQLException {
    try (Connection other = database().connect()) {
      holdLedger(other);
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(
              () -> {
                while (!endWaitingSessions()) {
                  Thread.onSpinWait();
                }
              });
      AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(call);
      ended.join();
      return thrown;
    }
  }
}
