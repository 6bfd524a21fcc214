package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Retention;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls cost that noise cannot touch: round trips, and what an event takes of memory. */
final class CostsTest {

  private static final int EVENTS = 4_000;

  /** What an event takes beside its payload, at most; its figure is printed. */
  private static final int MOST_BYTES = 1_600;

  @TempDir Path folder;

  private final CountedTrips trips = new CountedTrips();

  private RedisStore open(int partitions) {
    RedisServer server = RedisServer.shared();
    RedisStore store =
        RedisStore.open(
            RedisConfig.at("redis://" + server.host() + ":" + server.port())
                .prefix(new KeyPrefix("c" + UUID.randomUUID().toString().substring(0, 8) + ":"))
                .partitions(partitions)
                .build(),
            trips::around);
    useEachScriptOnce(store);
    return store;
  }

  /** A server loads a script when it is asked for one that it does not know. */
  private static void useEachScriptOnce(RedisStore store) {
    store.events().admit(List.of(Fixture.arrival("first", "first")));
    Attempt attempt = Fixture.claimOne(store);
    store.events().renew(List.of(attempt.claim()), Fixture.LEASE);
    store.events().settle(List.of(Fixture.complete(attempt)));
  }

  private int trips(Runnable call) {
    return trips.during(call);
  }

  @ParameterizedTest(name = "{0} at once")
  @ValueSource(ints = {1, 32})
  @DisplayName("in one partition each call is one round trip, with lanes and without, however many")
  void onePartition(int batch) {
    try (RedisStore store = open(1)) {
      for (String lane : List.of("", "lane-")) {
        List<Arrival> arrivals = Fixture.arrivals("evt-" + batch + lane, batch, "");
        assertThat(trips(() -> store.events().admit(arrivals))).isEqualTo(1);
        assertThat(trips(() -> store.events().admit(arrivals))).as("duplicates").isEqualTo(1);
        assertThat(trips(() -> assertThat(Fixture.claim(store, batch)).hasSize(batch)))
            .isEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("inline, an event costs two round trips in all")
  void inline() {
    try (RedisStore store = open(1)) {
      assertThat(
              trips(
                  () -> {
                    Admission answer =
                        store.events().admit(List.of(Fixture.inline("evt-1", "lane"))).get(0);
                    Attempt attempt = ((Admission.Claimed) answer).attempt();
                    store.events().settle(List.of(Fixture.complete(attempt)));
                  }))
          .isEqualTo(2);
    }
  }

  /** As ADR 13 says. A server of its own shows what each server of a cluster has to do. */
  @Test
  @DisplayName("where a lane lives elsewhere, calls cost what was declared")
  void lanesElsewhere() {
    try (RedisStore store = open(16)) {
      Partitions partitions = new Partitions("x", 16);
      String lane = laneAwayFrom(partitions, Fixture.arrival("evt-1", "x"));
      assertThat(trips(() -> store.events().admit(List.of(Fixture.arrival("evt-1", lane)))))
          .as("into a free lane: recorded, enlisted, told that it is the head")
          .isEqualTo(3);
      assertThat(trips(() -> store.events().admit(List.of(Fixture.arrival("evt-2", "")))))
          .as("without a lane")
          .isEqualTo(1);
      AtomicInteger claimed = new AtomicInteger();
      assertThat(trips(() -> claimed.set(Fixture.claim(store, 32).size())))
          .as("claims from 16 partitions: who has what, who gives what, taken")
          .isEqualTo(3);
      assertThat(claimed).hasValue(2);
      Fixture.claim(store, 32); // carries what partitions still have to tell each other
      assertThat(trips(() -> Fixture.claim(store, 32))).as("nothing to claim").isEqualTo(1);
    }
  }

  private static String laneAwayFrom(Partitions partitions, Arrival event) {
    for (int i = 0; ; i++) {
      Arrival tried = Fixture.arrival(event.key().eventId(), "lane-" + i);
      var lane = tried.lane().digest(tried.key().route(), tried.key().scope());
      if (!partitions.of(lane).equals(partitions.of(tried.key()))) {
        return "lane-" + i;
      }
    }
  }

  @Test
  @DisplayName("what a settled event takes of memory is bounded, and less once its payload is gone")
  void memory() {
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder);
        RedisStore store =
            RedisStore.open(
                RedisConfig.at("redis://" + server.server().host() + ":" + server.server().port())
                    .build())) {
      useEachScriptOnce(store);
      long before = used(server.server());
      for (int i = 0; i < EVENTS; i += 100) {
        store.events().admit(Fixture.arrivals("evt-" + i + "-", 100, ""));
        store.events().settle(Fixture.claim(store, 100).stream().map(Fixture::complete).toList());
      }
      long settled = (used(server.server()) - before) / EVENTS;
      System.out.println("bytes of memory of a settled event and its 3 entries: " + settled);
      assertThat(settled).isLessThan(MOST_BYTES);
      for (int i = 0; i < EVENTS; i += 1_000) {
        store.events().purge(new Retention(Duration.ZERO, Duration.ofDays(90)), 1_000);
      }
      long purged = (used(server.server()) - before) / EVENTS;
      System.out.println("bytes of memory of its tombstone and 4 entries: " + purged);
    }
  }

  private static long used(RedisServer server) {
    return server.ask("INFO", "memory").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}
