package io.webhookguard.testsupport.stores;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events and calls that the tests of SQL stores share. */
public final class Fixture {

  /** The way of all these events. */
  public static final Route ROUTE = Route.main("stripe-live");

  /** How long their claims last. */
  public static final Duration LEASE = Duration.ofMinutes(1);

  private Fixture() {}

  /** The key of an event of this id. */
  public static EventKey key(String id) {
    return new EventKey(ROUTE, "acct_1", id);
  }

  /** An event for the queue; of no lane if that is empty. */
  public static Arrival arrival(String id, String lane) {
    return arrival(id, lane, new Arrival.Intent.Queue());
  }

  /** An event; of no lane if that is empty. */
  public static Arrival arrival(String id, String lane, Arrival.Intent intent) {
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

  /** What an intake admits that runs the handler at once. */
  public static Arrival inline(String id, String lane) {
    return arrival(id, lane, new Arrival.Intent.Claim("node-1", UUID.randomUUID(), LEASE));
  }

  /** A payload that names the event. */
  public static Payload payload(String id) {
    return Payload.of(
        "application/json", ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  /** So many events, whose ids are the prefix and their number from 0. */
  public static List<Arrival> arrivals(String prefix, int count, String lane) {
    return IntStream.range(0, count).mapToObj(i -> arrival(prefix + i, lane)).toList();
  }

  /** Asks for due heads. */
  public static ClaimRequest dueHeads(int limit) {
    return dueHeads("node-1", LEASE, limit);
  }

  /** Asks for due heads, as this owner. */
  public static ClaimRequest dueHeads(String owner, Duration lease, int limit) {
    return new ClaimRequest(
        owner, UUID.randomUUID(), lease, new ClaimRequest.Selection.DueHeads(Set.of(ROUTE), limit));
  }

  /** Claims due heads. */
  public static List<Attempt> claim(GuardStore store, int limit) {
    return store.events().claim(dueHeads(limit));
  }

  /** Claims the one due head that there must be. */
  public static Attempt claimOne(GuardStore store) {
    List<Attempt> attempts = claim(store, 1);
    if (attempts.size() != 1) {
      throw new AssertionError("nothing was due");
    }
    return attempts.get(0);
  }

  /** Ends the attempt well, with nothing to say. */
  public static Settlement complete(Attempt attempt) {
    return new Settlement.Complete(attempt.claim(), Response.EMPTY);
  }
}
