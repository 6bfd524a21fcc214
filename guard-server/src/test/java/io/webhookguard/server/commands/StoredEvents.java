package io.webhookguard.server.commands;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts events into a store as a gateway leaves them there. */
record StoredEvents(Supplier<GuardStore> opening) {

  void failed(String eventId, FailureReason reason) {
    settled(
        eventId,
        attempt ->
            new Settlement.Fail(
                attempt.claim(),
                reason,
                reason == FailureReason.IN_DOUBT ? DoubtMark.SET : DoubtMark.KEEP,
                HeadOfLine.BLOCK,
                new Problem("http-422", "the destination answered 422")));
  }

  void completed(String eventId) {
    settled(eventId, attempt -> new Settlement.Complete(attempt.claim(), Response.EMPTY));
  }

  private void settled(String eventId, Function<Attempt, Settlement> ending) {
    try (GuardStore store = opening.get()) {
      store.events().settle(List.of(ending.apply(started(store, eventId))));
    }
  }

  private static Attempt started(GuardStore store, String eventId) {
    EventKey key = new EventKey(Route.main("stripe"), "live", eventId);
    Payload payload = Payload.of("application/json", eventId.getBytes(StandardCharsets.UTF_8));
    store
        .events()
        .admit(
            List.of(
                new Arrival(
                    UUID.randomUUID(),
                    key,
                    "invoice.paid",
                    Lane.of("cus_1"),
                    0,
                    Attributes.EMPTY,
                    payload,
                    new Arrival.Intent.Queue())));
    return store
        .events()
        .claim(
            new ClaimRequest(
                "node",
                UUID.randomUUID(),
                Duration.ofMinutes(1),
                new ClaimRequest.Selection.One(key)))
        .get(0);
  }
}
