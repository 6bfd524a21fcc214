package io.webhookguard.store.redis;

import io.webhookguard.api.event.Lane;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import io.webhookguard.testsupport.stores.MovedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A store in several partitions, a lane in it, and events that live elsewhere than the lane. */
final class DividedStore implements AutoCloseable {

  static final String LANE = "customer-1";

  private static final int PARTITIONS = 5;

  private final RedisServer server = RedisServer.shared();
  private final MovedClock clock = new MovedClock();
  private final KeyPrefix prefix =
      new KeyPrefix("f" + UUID.randomUUID().toString().substring(0, 13) + ":");
  private final Partitions partitions = new Partitions(prefix.text(), PARTITIONS);
  private final List<RedisStore> opened = new ArrayList<>();
  private final RedisStore store = open(nodes -> nodes);

  private RedisStore open(UnaryOperator<Nodes> between) {
    RedisStore another =
        RedisStore.open(
            RedisConfig.at("redis://" + server.host() + ":" + server.port())
                .prefix(prefix)
                .partitions(PARTITIONS)
                .clock(clock)
                .build(),
            between);
    opened.add(another);
    return another;
  }

  RedisStore store() {
    return store;
  }

  /** A client that makes so many whole trips and dies before the next one. */
  RedisStore clientDyingAfter(int trips) {
    for (Script script : Script.values()) {
      server.ask("SCRIPT", "LOAD", script.text()); // no trip is lost to find one missing
    }
    DyingRedisClients.Client client = new DyingRedisClients.Client(2 * trips + 1);
    RedisStore dying = open(client::around);
    client.begin();
    return dying;
  }

  void advance(Duration by) {
    clock.move(by);
  }

  Partition home() {
    return partitions.of(Lane.of(LANE).digest(Fixture.ROUTE, Fixture.key("any").scope()));
  }

  Partition of(String id) {
    return partitions.of(Fixture.key(id));
  }

  /** What stands in keys for the route of all these events. */
  String routeTag() {
    return partitions.tag(Fixture.ROUTE);
  }

  /** Ids of events that live neither where the lane does nor together. */
  List<String> elsewhere(int count) {
    Set<Partition> taken = new HashSet<>(Set.of(home()));
    return ids().filter(id -> taken.add(of(id))).limit(count).toList();
  }

  /** The id of an event that lives where the lane does. */
  String atHome() {
    return ids().filter(id -> of(id).equals(home())).findFirst().orElseThrow();
  }

  private static Stream<String> ids() {
    return IntStream.range(0, 1_000).mapToObj(i -> "evt-" + i);
  }

  /** Takes keys of a partition away. */
  void forget(Partition partition, String... names) {
    for (String name : names) {
      server.ask("DEL", partition.base() + name);
    }
  }

  /**
   * When an event that waits writes to its lane again; nothing else may be owed by its partition.
   */
  Duration asksAgainIn(String id) {
    List<String> outbox = server.ask("ZRANGE", of(id).base() + "outbox", "0", "-1", "WITHSCORES");
    if (outbox.size() != 2) {
      throw new AssertionError("not one letter is owed: " + outbox);
    }
    return Duration.between(clock.instant(), Micros.instant(Long.parseLong(outbox.get(1))));
  }

  /** The same arrival with another rank. */
  static Arrival ranked(Arrival usual, long rank) {
    return new Arrival(
        usual.deliveryId(),
        usual.key(),
        usual.type(),
        usual.lane(),
        rank,
        usual.attributes(),
        usual.payload(),
        usual.intent());
  }

  void admit(String id) {
    store.events().admit(List.of(Fixture.arrival(id, LANE)));
  }

  /** Claims what is due, ends it well, and says what it was. */
  List<String> runDue(int most) {
    List<Attempt> attempts = Fixture.claim(store, most);
    store.events().settle(attempts.stream().map(Fixture::complete).toList());
    return attempts.stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }

  @Override
  public void close() {
    opened.forEach(RedisStore::close);
  }
}
