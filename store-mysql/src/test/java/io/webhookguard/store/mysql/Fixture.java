package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.servers.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events and calls that the tests of this store share. */
final class Fixture {

  static final Route ROUTE = Route.main("stripe-live");
  static final Duration LEASE = Duration.ofMinutes(1);

  private Fixture() {}

  /** The configuration of a store in a test's own database. */
  static MysqlConfig.Builder at(Database database) {
    return MysqlConfig.at(database.jdbcUrl()).user(database.user()).password(database.password());
  }

  static EventKey key(String id) {
    return new EventKey(ROUTE, "acct_1", id);
  }

  static Arrival arrival(String id, String lane) {
    return arrival(id, lane, new Arrival.Intent.Queue());
  }

  static Arrival arrival(String id, String lane, Arrival.Intent intent) {
    return new Arrival(
        UUID.randomUUID(),
        key(id),
        "invoice.paid",
        lane.isEmpty() ? Lane.NONE : Lane.of(lane),
        0,
        Attributes.EMPTY,
        payload(id),
        intent);
  }

  static Payload payload(String id) {
    return Payload.of(
        "application/json", ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  static List<Arrival> arrivals(String prefix, int count, String lane) {
    return IntStream.range(0, count).mapToObj(i -> arrival(prefix + i, lane)).toList();
  }

  static List<Attempt> claim(GuardStore store, int limit) {
    return store
        .events()
        .claim(
            new ClaimRequest(
                "node-1",
                UUID.randomUUID(),
                LEASE,
                new ClaimRequest.Selection.DueHeads(Set.of(ROUTE), limit)));
  }

  static Attempt claimOne(GuardStore store) {
    List<Attempt> attempts = claim(store, 1);
    if (attempts.size() != 1) {
      throw new AssertionError("nothing was due");
    }
    return attempts.get(0);
  }

  static Settlement complete(Attempt attempt) {
    return new Settlement.Complete(attempt.claim(), Response.EMPTY);
  }
}
