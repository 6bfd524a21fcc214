package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import io.webhookguard.testsupport.stores.MovedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A replica that takes over without its master's last writes has forgotten what other partitions
 * rely on. An event whose lane forgot it comes into it again, and a lane does not wait for an event
 * that is no more.
 */
final class ForgottenLanesTest {

  private static final int PARTITIONS = 5;
  private static final String LANE = "customer-1";

  /** A little more than whoever waits for another partition waits before it asks again. */
  private static final Duration CHECK = Duration.ofSeconds(61);

  private final RedisServer server = RedisServer.shared();
  private final MovedClock clock = new MovedClock();
  private final KeyPrefix prefix =
      new KeyPrefix("f" + UUID.randomUUID().toString().substring(0, 13) + ":");
  private final Partitions partitions = new Partitions(prefix.text(), PARTITIONS);
  private RedisStore store;

  @BeforeEach
  void open() {
    store =
        RedisStore.open(
            RedisConfig.at("redis://" + server.host() + ":" + server.port())
                .prefix(prefix)
                .partitions(PARTITIONS)
                .clock(clock)
                .build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aLaneThatForgotItsEventsRunsThemOneAfterTheOther() {
    List<String> ids = elsewhere(3);
    ids.forEach(this::admit);
    forget(home(), "lanes", "waiting", "members", "outbox");
    List<String> ran = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ran.addAll(runDue(1));
    }
    assertThat(ran).containsExactly(ids.get(0)); // it was told that it is the head before
    clock.move(CHECK);
    while (ran.size() < 3) {
      List<String> now = runDue(2);
      assertThat(now).hasSize(1);
      ran.addAll(now);
    }
    assertThat(ran).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aLaneDoesNotWaitForAHeadThatIsNoMore() {
    List<String> ids = elsewhere(2);
    ids.forEach(this::admit);
    forgetEvent(ids.get(0));
    assertThat(runDue(1)).isEmpty();
    clock.move(CHECK);
    assertThat(runDue(1)).containsExactly(ids.get(1));
  }

  @Test
  void anEventThatWasForgottenWhileItWaitedHoldsNobodyUp() {
    List<String> ids = elsewhere(3);
    ids.forEach(this::admit);
    forgetEvent(ids.get(1));
    assertThat(runDue(1)).containsExactly(ids.get(0));
    assertThat(runDue(1)).containsExactly(ids.get(2));
  }

  @Test
  void anEventThatCameInAgainRunsOnce() {
    List<String> ids = elsewhere(2);
    ids.forEach(this::admit);
    forgetEvent(ids.get(0));
    admit(ids.get(0)); // the provider sends it once more
    assertThat(runDue(2)).containsExactly(ids.get(0));
    assertThat(runDue(2)).containsExactly(ids.get(1));
    clock.move(CHECK);
    assertThat(runDue(2)).isEmpty();
  }

  /** A million events that wait for days must not keep the servers busy with each other. */
  @Test
  void whoWaitsForLongAsksRarely() {
    List<String> ids = elsewhere(2);
    ids.forEach(this::admit);
    claimForeign();
    assertThat(asksAgainIn(ids.get(1))).isEqualTo(Duration.ofMinutes(1));
    for (Duration waited : List.of(Duration.ofMinutes(10), Duration.ofDays(1))) {
      clock.move(waited);
      claimForeign();
      assertThat(asksAgainIn(ids.get(1))).isBetween(Duration.ofMinutes(9), Duration.ofHours(1));
    }
  }

  /** Has whoever looks for work of another source carry what is owed. */
  private void claimForeign() {
    Route other = Route.main("other-source");
    store
        .events()
        .claim(
            new ClaimRequest(
                "node-1",
                UUID.randomUUID(),
                Fixture.LEASE,
                new ClaimRequest.Selection.DueHeads(Set.of(other), 1)));
  }

  private Duration asksAgainIn(String id) {
    List<String> outbox =
        server.ask(
            "ZRANGE", partitions.of(Fixture.key(id)).base() + "outbox", "0", "-1", "WITHSCORES");
    assertThat(outbox).as("the event and when it asks").hasSize(2);
    return Duration.between(clock.instant(), Micros.instant(Long.parseLong(outbox.get(1))));
  }

  private Partition home() {
    return partitions.of(Lane.of(LANE).digest(Fixture.ROUTE, Fixture.key("any").scope()));
  }

  /** Ids of events that live neither where the lane does nor together. */
  private List<String> elsewhere(int count) {
    Set<Partition> taken = new HashSet<>(Set.of(home()));
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "evt-" + i)
        .filter(id -> taken.add(partitions.of(Fixture.key(id))))
        .limit(count)
        .toList();
  }

  private void admit(String id) {
    store.events().admit(List.of(Fixture.arrival(id, LANE)));
  }

  private void forget(Partition partition, String... names) {
    for (String name : names) {
      server.ask("DEL", partition.base() + name);
    }
  }

  private void forgetEvent(String id) {
    EventKey key = Fixture.key(id);
    Partition partition = partitions.of(key);
    // Nothing else lives in the partition.
    forget(
        partition, "facts", "states", "outbox", "due:" + partitions.tag(Fixture.ROUTE), "admitted");
    assertThat(store.events().find(key)).isEmpty();
  }

  /** Claims what is due, ends it well, and says what it was. */
  private List<String> runDue(int most) {
    List<Attempt> attempts = Fixture.claim(store, most);
    store.events().settle(attempts.stream().map(Fixture::complete).toList());
    return attempts.stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }
}
