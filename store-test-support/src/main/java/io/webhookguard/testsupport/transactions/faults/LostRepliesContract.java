package io.webhookguard.testsupport.transactions.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replies and requests are lost on their way. What may have happened is said to be unknown, whether
 * it did or not, and is found out by the ids that the caller made; what cannot have happened is
 * not.
 */
public interface LostRepliesContract {

  /** The rooms of the running test; the same ones on every call. */
  CutOff site();

  /** Loses the commit of the store's next call, or the reply to it. */
  void loseCommitOfACall(boolean happened);

  /** Loses the commit of the next transaction with an effect, or the reply to it. */
  void loseCommitOfAnEffect(boolean happened);

  /** What a call says whose connection was cut while nobody used it. */
  Class<? extends GuardException> onADeadConnection();

  /** Closes what the test opened. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void anAdmissionIsAskedForByItsDelivery(boolean happened) {
    List<Arrival> arrivals =
        List.of(Fixture.arrival("evt_1", "cus_1"), Fixture.inline("evt_2", ""));
    loseCommitOfACall(happened);

    assertUnknown(() -> store().events().admit(arrivals));

    assertThat(events()).isEqualTo(happened ? "2" : "0");
    List<Admission> answers = store().events().admit(arrivals);
    assertThat(answers.get(0)).isInstanceOf(Admission.Queued.class);
    assertThat(answers.get(1)).isInstanceOf(Admission.Claimed.class);
    assertThat(events()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aClaimIsAskedForByItsId(boolean happened) {
    store().events().admit(Fixture.arrivals("evt_", 3, ""));
    ClaimRequest request = Fixture.dueHeads(2);
    loseCommitOfACall(happened);

    assertUnknown(() -> store().events().claim(request));

    assertThat(store().events().claims(request.claimId())).hasSize(happened ? 2 : 0);
    List<Attempt> granted = store().events().claim(request);
    assertThat(granted).hasSize(2);
    assertThat(store().events().claims(request.claimId()))
        .extracting(Attempt::claim)
        .containsExactlyElementsOf(granted.stream().map(Attempt::claim).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aSettlementIsAskedForByItsToken(boolean happened) {
    store().events().admit(Fixture.arrivals("evt_", 1, "cus_1"));
    List<Settlement> ending = List.of(Fixture.complete(Fixture.claimOne(store())));
    loseCommitOfACall(happened);

    assertUnknown(() -> store().events().settle(ending));

    assertThat(isComplete()).isEqualTo(happened);
    assertThat(store().events().settle(ending)).containsExactly(new SettleAnswer.Settled());
    assertThat(store().ledger().entries(Fixture.key("evt_0"))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aCommitOfAnEffectIsAskedForByItsKey(boolean happened) throws SQLException {
    store().events().admit(Fixture.arrivals("evt_", 1, "cus_1"));
    Attempt attempt = Fixture.claimOne(store());
    loseCommitOfAnEffect(happened);

    assertUnknown(() -> Calls.pay(store(), attempt));

    assertThat(isComplete()).isEqualTo(happened);
    assertThat(payments()).isEqualTo(happened ? "1" : "0");
    if (!happened) {
      Calls.pay(store(), attempt);
    }
    assertThat(isComplete()).isTrue();
    assertThat(payments()).isEqualTo("1");
  }

  /** Without a commit nothing can have happened, and nobody has to ask. */
  @Test
  default void aReplyThatIsLostBeforeTheCommitIsNoDoubt() {
    store().events().admit(Fixture.arrivals("evt_", 1, ""));
    Attempt attempt = Fixture.claimOne(store());
    site().proxy().loseReplyTo("insert into payment");

    assertThatThrownBy(() -> Calls.pay(store(), attempt)).isInstanceOf(SQLException.class);

    assertThat(site().proxy().faults()).isEqualTo(1);
    assertThat(payments()).isEqualTo("0");
    assertThat(isComplete()).isFalse();
  }

  @Test
  default void aServerThatRefusesConnectionsIsNoDoubt() {
    site().proxy().refuse();
    site().proxy().cutAll();
    assertThatThrownBy(() -> store().events().admit(Fixture.arrivals("evt_", 1, "")))
        .isInstanceOf(onADeadConnection());

    assertThatThrownBy(() -> store().events().admit(Fixture.arrivals("evt_", 1, "")))
        .isInstanceOf(StoreUnavailableException.class);

    site().proxy().accept();
    assertThat(store().events().admit(Fixture.arrivals("evt_", 1, "")))
        .containsExactly(new Admission.Queued());
  }

  private TransactionalStore store() {
    return site().store();
  }

  private void assertUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("ask by the call's ids");
    assertThat(site().proxy().faults()).as("the fault came").isEqualTo(1);
  }

  private boolean isComplete() {
    return store().events().find(Fixture.key("evt_0")).orElseThrow().status()
        instanceof Status.Complete;
  }

  private String events() {
    return site().database().ask("select count(*) from guard_event");
  }

  private String payments() {
    return Calls.payments(site().database());
  }
}
