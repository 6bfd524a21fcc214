package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** An event whose record was spoilt fails the batch that it is in, which does nothing at all. */
final class UnreadableEventTest {

  private static final String LANE = "customer-1";

  private final RedisServer server = RedisServer.shared();
  private final KeyPrefix prefix =
      new KeyPrefix("u" + UUID.randomUUID().toString().substring(0, 13) + ":");
  private final RedisStore store =
      RedisStore.open(
          RedisConfig.at("redis://" + server.host() + ":" + server.port())
              .prefix(prefix)
              .partitions(1)
              .build());
  private final RedisClient client = RedisClient.create(server.host(), server.port());

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @Test
  void aBatchOfArrivalsDoesNothing() {
    Arrival spoilt = Fixture.arrival("evt-spoilt", "");
    Arrival first = Fixture.arrival("evt-1", LANE);
    store.events().admit(List.of(spoilt));
    byte[] mended = spoil("evt-spoilt");
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> store.events().admit(List.of(first, spoilt)));
    mend("evt-spoilt", mended);
    assertThat(ids()).containsExactly("evt-spoilt");
    store.events().admit(List.of(Fixture.arrival("evt-2", LANE), first));
    assertThat(runDue(3)).containsExactlyInAnyOrder("evt-spoilt", "evt-2");
    assertThat(runDue(3)).containsExactly("evt-1");
  }

  @Test
  void aBatchOfEndsDoesNothing() {
    store.events().admit(List.of(Fixture.arrival("evt-1", LANE), Fixture.arrival("evt-2", LANE)));
    store.events().admit(List.of(Fixture.arrival("evt-spoilt", "")));
    List<Attempt> attempts = Fixture.claim(store, 3);
    assertThat(attempts).hasSize(2);
    byte[] mended = spoil("evt-spoilt");
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> store.events().settle(attempts.stream().map(Fixture::complete).toList()));
    mend("evt-spoilt", mended);
    assertThat(runDue(3)).as("evt-1 holds its lane").isEmpty();
    store.events().settle(attempts.stream().map(Fixture::complete).toList());
    assertThat(runDue(3)).containsExactly("evt-2");
  }

  private byte[] spoil(String id) {
    byte[] record = client.hget(states(), digest(id));
    client.hset(states(), digest(id), new byte[] {1, 2, 3});
    return record;
  }

  private void mend(String id, byte[] record) {
    client.hset(states(), digest(id), record);
  }

  private byte[] states() {
    return new Partitions(prefix.text(), 1).get(0).key("states");
  }

  private static byte[] digest(String id) {
    return Fixture.key(id).digest().toByteArray();
  }

  private List<String> ids() {
    return store.events().search(EventQuery.ALL, PageRequest.first(10)).events().stream()
        .map(EventRecord::key)
        .map(key -> key.eventId())
        .toList();
  }

  private List<String> runDue(int most) {
    List<Attempt> attempts = Fixture.claim(store, most);
    store.events().settle(attempts.stream().map(Fixture::complete).toList());
    return attempts.stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }
}
