package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Retention;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import io.webhookguard.testsupport.stores.MovedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/**
 * What the first commands of a script leave behind, which a server may run that has found half a
 * script at the end of its file: more in the lists than there should be, or a lane that has gone on
 * alone. Nobody is given what is not to be had, and nothing stands still.
 */
final class HalfScriptTest {

  private static final String LANE = "customer-1";

  private final RedisServer server = RedisServer.shared();
  private final MovedClock clock = new MovedClock();
  private final KeyPrefix prefix =
      new KeyPrefix("h" + UUID.randomUUID().toString().substring(0, 13) + ":");
  private final RedisStore store =
      RedisStore.open(
          RedisConfig.at("redis://" + server.host() + ":" + server.port())
              .prefix(prefix)
              .partitions(1)
              .clock(clock)
              .build());
  private final Partitions partitions = new Partitions(prefix.text(), 1);
  private final Partition partition = partitions.get(0);
  private final RedisClient client = RedisClient.create(server.host(), server.port());

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @Test
  void listsOfWorkTellNothingThatTheStateDoesNot() {
    admit("evt-1", "");
    assertThat(runDue()).containsExactly("evt-1");
    for (byte[] list : partition.work(partitions.tag(Fixture.ROUTE))) {
      client.zadd(list, 1, digest("evt-1"));
      client.zadd(list, 1, digest("evt-never-seen"));
    }
    admit("evt-2", "");
    assertThat(runDue()).containsExactly("evt-2");
    clock.move(Duration.ofHours(1));
    assertThat(store.events().recover(lapsed())).isEmpty();
    for (byte[] list : partition.work(partitions.tag(Fixture.ROUTE))) {
      assertThat(client.zcard(list)).as("what is left in the list").isZero();
    }
  }

  @Test
  void claimsAreTheCurrentOnes() {
    admit("evt-1", "");
    Attempt attempt = Fixture.claimOne(store);
    store.events().settle(List.of(Fixture.complete(attempt)));
    byte[] id = Fields.bytes(attempt.claim().claimId());
    client.zadd(partition.key("claims"), 0, joined(id, digest("evt-1")));
    client.zadd(partition.key("claims"), 0, joined(id, digest("evt-never-seen")));
    assertThat(store.events().claims(attempt.claim().claimId())).isEmpty();
  }

  @Test
  void purgeAndSearchPassByWhatIsNotThere() {
    admit("evt-1", "");
    client.zadd(partition.key("settled"), 1, digest("evt-1"));
    client.zadd(partition.key("settled"), 1, digest("evt-never-seen"));
    client.zadd(partition.key("tombs"), 1, digest("evt-1"));
    client.zadd(partition.key("admitted"), 1, digest("evt-never-seen"));
    clock.move(Duration.ofDays(400));
    store.events().purge(new Retention(Duration.ofDays(1), Duration.ofDays(100)), 10);
    assertThat(store.events().search(EventQuery.ALL, PageRequest.first(10)).events()).hasSize(1);
    assertThat(runDue()).containsExactly("evt-1");
  }

  @Test
  void anEventThatOnlyItsLaneKnowsComesInWhenItIsSentAgain() {
    admit("evt-1", LANE);
    client.hdel(partition.key("states"), digest("evt-1"));
    client.del(partition.work(partitions.tag(Fixture.ROUTE)).get(0));
    admit("evt-2", LANE);
    assertThat(runDue()).isEmpty();
    admit("evt-1", LANE);
    assertThat(runDue()).containsExactly("evt-1");
    assertThat(runDue()).containsExactly("evt-2");
  }

  @Test
  void aLaneThatWentOnAloneTellsItsHeadWhenTheLastOneEnds() {
    admit("evt-1", LANE);
    admit("evt-2", LANE);
    Attempt first = Fixture.claimOne(store);
    byte[] lanes = partition.key("lanes");
    byte[] states = partition.key("states");
    byte[] stateOfFirst = client.hget(states, digest("evt-1"));
    byte[] stateOfSecond = client.hget(states, digest("evt-2"));
    store.events().settle(List.of(Fixture.complete(first)));
    assertThat(client.hlen(lanes)).isOne();
    client.hset(states, digest("evt-1"), stateOfFirst);
    client.hset(states, digest("evt-2"), stateOfSecond);
    client.del(partition.work(partitions.tag(Fixture.ROUTE)).get(0));
    store.events().settle(List.of(Fixture.complete(first)));
    assertThat(runDue()).containsExactly("evt-2");
  }

  private void admit(String id, String lane) {
    store.events().admit(List.of(Fixture.arrival(id, lane)));
  }

  private List<String> runDue() {
    List<Attempt> attempts = Fixture.claim(store, 5);
    store.events().settle(attempts.stream().map(Fixture::complete).toList());
    return attempts.stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }

  private static RecoverRequest lapsed() {
    return new RecoverRequest("node-2", UUID.randomUUID(), Fixture.LEASE, Set.of(Fixture.ROUTE), 5);
  }

  private static byte[] digest(String id) {
    return Fixture.key(id).digest().toByteArray();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    String latin =
        new String(one, StandardCharsets.ISO_8859_1)
            + new String(other, StandardCharsets.ISO_8859_1);
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }
}
