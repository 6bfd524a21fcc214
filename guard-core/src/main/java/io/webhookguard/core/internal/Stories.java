package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.EventStory;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.Undone;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what became of an event. Reads only. */
final class Stories {

  /** The most pages of a lane that are looked through for its head. */
  private static final int MAX_PAGES = 20;

  private final Node node;
  private final Map<String, Source> sources;
  private final Subscriptions subscriptions;

  Stories(Node node, Map<String, Source> sources, Subscriptions subscriptions) {
    this.node = node;
    this.sources = sources;
    this.subscriptions = subscriptions;
  }

  /** The stories of all events with this id: one per consumer and scope. */
  List<EventStory> of(String source, String eventId) {
    EventQuery query = EventQuery.ALL.source(source).eventId(eventId);
    return node.store().events().search(query, PageRequest.first(Limits.MAX_PAGE)).events().stream()
        .flatMap(found -> node.store().events().find(found.key()).stream())
        .map(this::story)
        .toList();
  }

  private EventStory story(EventRecord event) {
    List<LedgerEntry> entries = node.store().ledger().entries(event.key());
    return new EventStory(
        event, entries, blocker(event), compensations(event, entries), redelivered(event));
  }

  private List<EventRecord> compensations(EventRecord event, List<LedgerEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == DecisionKind.ROLLED_BACK)
        .map(LedgerEntry::generation)
        .distinct()
        .map(generation -> new Undone(event.key(), generation))
        .flatMap(undone -> node.store().events().find(undone.key()).stream())
        .toList();
  }

  private Optional<EventStory.Blocker> blocker(EventRecord event) {
    if (event.state() != EventState.PENDING || event.lane().isNone() || event.holdsLane()) {
      return Optional.empty();
    }
    return List.of(EventState.PROCESSING, EventState.FAILED, EventState.PENDING).stream()
        .flatMap(state -> ahead(event, state).stream())
        .findFirst()
        .map(head -> new EventStory.Blocker(head, since(head)));
  }

  /** The event in this state that the lane's order puts before the given one. */
  private Optional<EventRecord> ahead(EventRecord event, EventState state) {
    EventQuery query =
        EventQuery.ALL
            .source(event.key().route().source())
            .consumer(event.key().route().consumer())
            .lane(event.lane())
            .state(state);
    Optional<EventRecord> head = Optional.empty();
    Optional<PageRequest.Cursor> cursor = Optional.of(PageRequest.Cursor.START);
    for (int page = 0; page < MAX_PAGES && cursor.isPresent(); page++) {
      EventPage found =
          node.store().events().search(query, new PageRequest(cursor.get(), Limits.MAX_PAGE));
      head =
          Stream.concat(head.stream(), found.events().stream())
              .filter(other -> goesFirst(other, event))
              .min(
                  Comparator.comparing((EventRecord other) -> !other.holdsLane())
                      .thenComparingLong(EventRecord::position));
      cursor = found.next();
    }
    return head;
  }

  private static boolean goesFirst(EventRecord other, EventRecord event) {
    EventKey key = other.key();
    return key.scope().equals(event.key().scope())
        && !key.equals(event.key())
        && (other.holdsLane()
            || (other.state() == EventState.PENDING && other.position() < event.position()));
  }

  private Instant since(EventRecord head) {
    return head.status()
        .match(
            pending -> head.receivedAt(),
            processing -> started(head),
            Status.Complete::at,
            Status.Failed::at);
  }

  private Instant started(EventRecord head) {
    return node.store().ledger().entries(head.key()).stream()
        .filter(entry -> entry.kind() == DecisionKind.STARTED)
        .map(LedgerEntry::at)
        .max(Comparator.naturalOrder())
        .orElse(head.receivedAt());
  }

  private EventStory.Redelivered redelivered(EventRecord event) {
    return event
        .status()
        .match(
            pending -> EventStory.Redelivered.JOINS,
            processing -> EventStory.Redelivered.JOINS,
            complete -> EventStory.Redelivered.ANSWERED,
            failed ->
                reopens(event, failed)
                    ? EventStory.Redelivered.REOPENS
                    : EventStory.Redelivered.STAYS_DEAD);
  }

  private boolean reopens(EventRecord event, Status.Failed failed) {
    Source source = sources.get(event.key().route().source());
    return source != null
        && failed.reason() == FailureReason.EXHAUSTED
        && source.redelivery() == Source.Redelivery.RETRY
        && event.reopenings() < source.maxReopenings()
        && event.payloadKept()
        && keyRemembered(event);
  }

  /** By the node's clock, which is near enough for a forecast; the store's decides. */
  private boolean keyRemembered(EventRecord event) {
    Duration ttl = subscriptions.policy(event.key().route(), event.type()).remoteKeyTtl();
    return event
        .windowStart()
        .map(start -> !start.plus(ttl).isBefore(node.runtime().clock().instant()))
        .orElse(true);
  }
}
