package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What reads must show, what a purge may take, and which summaries stay (ES-50 to ES-53, LG-5). */
record ReadingRules(Model model) {

  void find(EventKey key, Optional<EventRecord> answer) {
    Optional<ModelEvent> known = model.find(key);
    Check.equal(
        known.map(event -> event.rule).orElse("ES-50"),
        () -> "whether " + key + " is known",
        known.isPresent(),
        answer.isPresent());
    answer.ifPresent(model::seen);
  }

  void payload(EventKey key, Optional<Payload> answer) {
    Optional<Payload> expected =
        model.find(key).filter(event -> event.payloadKept).map(event -> event.arrival.payload());
    Check.equal("ES-9", () -> "the payload of " + key, expected, answer);
  }

  /** All matching events, newest admission first as far as the clock tells (ES-51). */
  void search(EventQuery query, List<EventRecord> answer) {
    Set<EventKey> expected = new HashSet<>();
    model.events().stream()
        .filter(event -> matches(event, query))
        .forEach(event -> expected.add(event.key()));
    Check.equal("ES-51", "how many events are found", expected.size(), answer.size());
    Check.equal(
        "ES-51",
        "the events found",
        expected,
        Set.copyOf(answer.stream().map(EventRecord::key).toList()));
    for (int i = 1; i < answer.size() && !model.clockWentBack(); i++) {
      Check.that(
          !answer.get(i).receivedAt().isAfter(answer.get(i - 1).receivedAt()),
          "ES-51",
          "an older admission stands before a newer one");
    }
    answer.forEach(model::listed);
  }

  private static boolean matches(ModelEvent event, EventQuery query) {
    return isOrAny(query.source(), event.key().route().source())
        && isOrAny(query.consumer(), event.key().route().consumer())
        && isOrAny(query.state(), event.state())
        && isOrAny(query.lane(), event.arrival.lane())
        && isOrAny(query.eventId(), event.key().eventId());
  }

  private static <T> boolean isOrAny(Optional<T> wanted, T value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }

  // Purge.

  /**
   * Judges a purge by what is left: which of the old events go is the store's choice, as long as
   * something goes while something is old.
   */
  void purge(Retention retention, int limit, Purged answer, List<EventRecord> left) {
    Map<EventKey, EventRecord> after = new HashMap<>();
    left.forEach(record -> after.put(record.key(), record));
    Instant emptyBefore = model.now().minus(retention.payload());
    Instant forgetBefore = model.now().minus(retention.dedupHorizon());
    boolean anythingOld =
        model.events().stream().anyMatch(event -> isToGo(event, emptyBefore, forgetBefore));
    int payloads = 0;
    int tombstones = 0;
    int touched = 0;
    for (ModelEvent event : model.events()) {
      Optional<EventRecord> rest = Optional.ofNullable(after.get(event.key()));
      boolean emptied = event.payloadKept && rest.filter(EventRecord::payloadKept).isEmpty();
      payloads += emptied && empty(event, emptyBefore) ? 1 : 0;
      tombstones += rest.isEmpty() && forget(event, forgetBefore) ? 1 : 0;
      touched += emptied || rest.isEmpty() ? 1 : 0;
    }
    Check.equal("ES-52", "what was purged", new Purged(payloads, tombstones), answer);
    Check.that(touched <= limit, "ES-52", touched + " purged events are more than " + limit);
    Check.that(touched > 0 || !anythingOld, "ES-52", "nothing was purged although some is old");
  }

  private static boolean isToGo(ModelEvent event, Instant emptyBefore, Instant forgetBefore) {
    return isOlder(event, event.payloadKept ? emptyBefore : forgetBefore);
  }

  private static boolean isOlder(ModelEvent event, Instant time) {
    return event.doneAt().filter(at -> at.isBefore(time)).isPresent();
  }

  private boolean empty(ModelEvent event, Instant before) {
    Check.that(
        isOlder(event, before),
        "ES-52",
        "the payload of " + event.key() + " went although it is " + event.status);
    event.empty();
    event.rule = "ES-52";
    model.ledger.event(event, model.now(), DecisionKind.PURGED, ModelLedger.GUARD, "");
    return true;
  }

  private boolean forget(ModelEvent event, Instant before) {
    Check.that(
        isOlder(event, before),
        "ES-53",
        event.key() + " was forgotten although it is " + event.status);
    model.forget(event);
    return true;
  }

  // Summaries.

  /** What is about an event that is not known is dropped (LG-5, LG-10). */
  void append(List<Decision> decisions) {
    for (Decision decision : decisions) {
      decision
          .subject()
          .match(
              of -> model.find(of.key()).map(event -> summary(event, decision)),
              of -> Optional.of(summary(of, decision)));
    }
  }

  private Decision summary(ModelEvent event, Decision decision) {
    model.ledger.summary(event, model.now(), decision);
    return decision;
  }

  private Decision summary(Subject.OfSource source, Decision decision) {
    model.ledger.summary(source, model.now(), decision);
    return decision;
  }
}
