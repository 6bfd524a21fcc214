package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.TransactionalHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Guards whose events are put into their store directly, and what can be asked about these. */
final class Shop {

  static final String NAME = "shop";

  /** Long enough for a slow machine; what a dead process leaves behind waits for it. */
  static final Duration LEASE = Duration.ofSeconds(2);

  private static final Settings SETTINGS =
      Settings.DEFAULT.withLease(LEASE).withPoll(Duration.ofMillis(20)).withWorkers(2);

  private static final RunPolicy SOON =
      RunPolicy.DEFAULT.withRetry(
          RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(1), 1, Duration.ofMillis(1)));

  private Shop() {}

  /** A guard with a handler for each kind of transaction, not started. */
  static WebhookGuard guard(
      TransactionalStore store, TransactionalHandler transactional, Handler own) {
    return WebhookGuard.builder()
        .store(store)
        .source(
            Source.named(NAME, new NoRequests())
                .secrets(Secrets.of("never-used-by-any-request"))
                .build())
        .transactionalHandler(NAME, Route.MAIN_CONSUMER, "tx", transactional, SOON)
        .handler(NAME, Route.MAIN_CONSUMER, "own", own, SOON)
        .settings(SETTINGS)
        .build();
  }

  static EventKey key(String id) {
    return new EventKey(Route.main(NAME), "", id);
  }

  /** Puts an event into the store, for the handler of this type. */
  static void admit(TransactionalStore store, String type, String id, Lane lane) {
    Arrival arrival =
        new Arrival(
            UUID.randomUUID(),
            key(id),
            type,
            lane,
            0,
            Attributes.EMPTY,
            Payload.of("text/plain", new byte[0]),
            new Arrival.Intent.Queue());
    store.events().admit(List.of(arrival));
  }

  static EventRecord record(TransactionalStore store, String id) {
    return store.events().find(key(id)).orElseThrow();
  }

  static List<DecisionKind> story(TransactionalStore store, String id) {
    return store.ledger().entries(key(id)).stream().map(LedgerEntry::kind).toList();
  }

  /** The ids of all events in this state, in order. */
  static List<String> in(TransactionalStore store, EventState state) {
    return search(store, EventQuery.ALL.state(state))
        .map(event -> event.key().eventId())
        .sorted()
        .toList();
  }

  /** Whether every event is complete, and stays so while no other is admitted. */
  static boolean isDone(TransactionalStore store) {
    return search(store, EventQuery.ALL).allMatch(event -> event.state() == EventState.COMPLETE);
  }

  private static Stream<EventRecord> search(TransactionalStore store, EventQuery query) {
    List<EventRecord> found = new ArrayList<>();
    Optional<PageRequest.Cursor> next = Optional.of(PageRequest.Cursor.START);
    while (next.isPresent()) {
      EventPage page = store.events().search(query, new PageRequest(next.get(), Limits.MAX_PAGE));
      found.addAll(page.events());
      next = page.next();
    }
    return found.stream();
  }

  /** Takes no requests: these tests begin behind the intake. */
  private record NoRequests() implements ProviderAdapter {

    @Override
    public ProviderProfile profile() {
      return new ProviderProfile("none", Duration.ofDays(1), Duration.ofSeconds(1));
    }

    @Override
    public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
      return new Verification.Rejected(Rejection.SIG_MISSING);
    }

    @Override
    public ProviderResponse respond(Disposition disposition) {
      return StandardResponses.to(disposition);
    }
  }
}
