package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A replica that takes over without its master's last writes has forgotten what other partitions
 * rely on. An event whose lane forgot it comes into it again, and a lane does not wait for an event
 * that is no more.
 */
final class ForgottenLanesTest {

  /** A little more than whoever waits for another partition waits before it asks again. */
  private static final Duration CHECK = Duration.ofSeconds(61);

  private final DividedStore divided = new DividedStore();

  @AfterEach
  void close() {
    divided.close();
  }

  @Test
  void aLaneThatForgotItsEventsRunsThemOneAfterTheOther() {
    List<String> ids = divided.elsewhere(3);
    ids.forEach(divided::admit);
    divided.forget(divided.home(), "lanes", "waiting", "members", "outbox");
    List<String> ran = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ran.addAll(divided.runDue(1));
    }
    assertThat(ran).containsExactly(ids.get(0)); // it was told that it is the head before
    divided.advance(CHECK);
    while (ran.size() < 3) {
      List<String> now = divided.runDue(2);
      assertThat(now).hasSize(1);
      ran.addAll(now);
    }
    assertThat(ran).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aLaneDoesNotWaitForAHeadThatIsNoMore() {
    List<String> ids = divided.elsewhere(2);
    ids.forEach(divided::admit);
    forgetEvent(ids.get(0));
    assertThat(divided.runDue(1)).isEmpty();
    divided.advance(CHECK);
    assertThat(divided.runDue(1)).containsExactly(ids.get(1));
  }

  @Test
  void anEventThatWasForgottenWhileItWaitedHoldsNobodyUp() {
    List<String> ids = divided.elsewhere(3);
    ids.forEach(divided::admit);
    forgetEvent(ids.get(1));
    assertThat(divided.runDue(1)).containsExactly(ids.get(0));
    assertThat(divided.runDue(1)).containsExactly(ids.get(2));
  }

  @Test
  void anEventThatCameInAgainRunsOnce() {
    List<String> ids = divided.elsewhere(2);
    ids.forEach(divided::admit);
    forgetEvent(ids.get(0));
    divided.admit(ids.get(0)); // the provider sends it once more
    assertThat(divided.runDue(2)).containsExactly(ids.get(0));
    assertThat(divided.runDue(2)).containsExactly(ids.get(1));
    divided.advance(CHECK);
    assertThat(divided.runDue(2)).isEmpty();
  }

  /** A million events that wait for days must not keep the servers busy with each other. */
  @Test
  void whoWaitsForLongAsksRarely() {
    List<String> ids = divided.elsewhere(2);
    ids.forEach(divided::admit);
    claimForeign();
    assertThat(divided.asksAgainIn(ids.get(1))).isEqualTo(Duration.ofMinutes(1));
    for (Duration waited : List.of(Duration.ofMinutes(10), Duration.ofDays(1))) {
      divided.advance(waited);
      claimForeign();
      assertThat(divided.asksAgainIn(ids.get(1)))
          .isBetween(Duration.ofMinutes(9), Duration.ofHours(1));
    }
  }

  /** Has whoever looks for work of another source carry what is owed. */
  private void claimForeign() {
    Route other = Route.main("other-source");
    divided
        .store()
        .events()
        .claim(
            new ClaimRequest(
                "node-1",
                UUID.randomUUID(),
                Fixture.LEASE,
                new ClaimRequest.Selection.DueHeads(Set.of(other), 1)));
  }

  private void forgetEvent(String id) {
    Partition partition = divided.of(id);
    // Nothing else lives in the partition.
    divided.forget(partition, "facts", "states", "outbox", "due:" + divided.routeTag(), "admitted");
    assertThat(divided.store().events().find(Fixture.key(id))).isEmpty();
  }
}
