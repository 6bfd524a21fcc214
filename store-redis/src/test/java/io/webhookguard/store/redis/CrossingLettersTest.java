package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that die between the partitions of a lane, and others that come upon what they left. */
final class CrossingLettersTest {

  private final DividedStore divided = new DividedStore();
  private final GuardStore store = divided.store();

  @AfterEach
  void close() {
    divided.close();
  }

  /**
   * Whoever wished to run an event at once and was answered that it waits is not there any more
   * when its turn comes.
   */
  @Test
  @DisplayName("LN-4 an event that was called back before it began waits for a worker")
  void wishOfAnEventThatWasCalledBack() {
    List<String> ids = divided.elsewhere(2);
    Arrival overtaking = DividedStore.ranked(Fixture.arrival(ids.get(1), DividedStore.LANE), -1);
    Arrival wished = Fixture.inline(ids.get(0), DividedStore.LANE);
    // Recorded, and enlisted as the only one of its lane, which it is not told.
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> divided.clientDyingAfter(2).events().admit(List.of(wished)));
    store.events().admit(List.of(overtaking));
    assertThat(store.events().admit(List.of(wished))).containsExactly(new Admission.Queued());
    assertThat(divided.runDue(2)).containsExactly(ids.get(1));
    assertThat(divided.runDue(2)).containsExactly(ids.get(0));
  }

  @ParameterizedTest(name = "the client died after {0} trips, told by a duplicate: {1}")
  @CsvSource({"1,true", "1,false", "2,true", "2,false"})
  @DisplayName("ES-15 whoever has seen that an event ended finds the next one of its lane")
  void endedAndNotTold(int trips, boolean byDuplicate) {
    List<String> ids = divided.elsewhere(2);
    ids.forEach(divided::admit);
    Attempt first = Fixture.claimOne(store);
    // It has ended; after the second trip its lane knows that, and the next one does not.
    GuardStore dying = divided.clientDyingAfter(trips);
    assertThat(dying.events().settle(List.of(Fixture.complete(first))))
        .containsExactly(new SettleAnswer.Settled());
    see(ids.get(0), byDuplicate);
    assertThat(store.events().claim(one(ids.get(1)))).hasSize(1);
  }

  @Test
  @DisplayName("ES-15 a head that has not heard that it is one is claimed all the same")
  void headThatHasNotHeard() {
    String first = divided.atHome();
    String second = divided.elsewhere(1).get(0);
    divided.admit(first);
    divided.admit(second);
    GuardStore dying = divided.clientDyingAfter(1);
    dying.events().settle(List.of(Fixture.complete(Fixture.claimOne(store))));
    assertThat(store.events().find(Fixture.key(first)).orElseThrow().state())
        .isEqualTo(EventState.COMPLETE);
    assertThat(store.events().claim(one(second))).hasSize(1);
  }

  private void see(String id, boolean byDuplicate) {
    if (byDuplicate) {
      Admission seen = store.events().admit(List.of(Fixture.arrival(id, DividedStore.LANE))).get(0);
      assertThat(((Admission.Duplicate) seen).record().state()).isEqualTo(EventState.COMPLETE);
    } else {
      assertThat(store.events().find(Fixture.key(id)).orElseThrow().state())
          .isEqualTo(EventState.COMPLETE);
    }
  }

  private static ClaimRequest one(String id) {
    return new ClaimRequest(
        "node-1",
        UUID.randomUUID(),
        Fixture.LEASE,
        new ClaimRequest.Selection.One(Fixture.key(id)));
  }
}
