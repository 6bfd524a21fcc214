package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.RollbackResult;
import io.webhookguard.core.RollbackResult.Reason;
import io.webhookguard.core.handler.Undone;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Orders the compensation of events.
 *
 * <p>How:
 *
 * <ol>
 *   <li>The decision is noted on the event: ROLLED_BACK, with its generation.
 *   <li>The compensation is admitted as an event of its own, named after event and generation. From
 *       there on it is run like any other.
 * </ol>
 *
 * <p><b>Crashes.</b> A process that dies between the two leaves a decision without its
 * compensation. Whoever asks again finds that and makes up for it, without another decision. A lost
 * reply to the second is asked for again.
 *
 * <p><b>Once.</b> The store knows the compensation by its key, so however often it is admitted, it
 * is there once. It is forgotten no earlier than the event itself, which is older, and an event
 * without its payload is not rolled back.
 *
 * <p><b>Replays.</b> A decision counts for the generation that it names, and only if the ledger
 * says that the event still had that one: a replay in between makes it void.
 */
final class Rollbacks {

  private static final String WISH = "roll back";

  private final EventStore events;
  private final Subscriptions subscriptions;
  private final Notes notes;
  private final Approvals approvals;

  Rollbacks(EventStore events, Subscriptions subscriptions, Notes notes, Approvals approvals) {
    this.events = events;
    this.subscriptions = subscriptions;
    this.notes = notes;
    this.approvals = approvals;
  }

  /** Has the effect of the event's generation compensated. */
  RollbackResult rollBack(EventKey key, Authority by) {
    Optional<EventRecord> known = events.find(key);
    if (known.isEmpty()) {
      return new RollbackResult.Unknown();
    }
    EventRecord event = known.get();
    Optional<Payload> payload = events.payload(key);
    Undone undone = new Undone(key, event.generation());
    Optional<Reason> reason = refusal(event, payload.isPresent());
    if (reason.isPresent() || payload.isEmpty()) {
      return new RollbackResult.Refused(reason.orElse(Reason.PAYLOAD_PURGED), event);
    }
    if (isDecided(notes.of(key), event.generation())) {
      return events.find(undone.key()).isPresent()
          ? new RollbackResult.Refused(Reason.ALREADY_ROLLED_BACK, event)
          : admit(undone, event, payload.get());
    }
    if (!approvals.areDemanded(key, true)) {
      return decide(undone, event, payload.get(), by);
    }
    Approvals.Ruling ruling = approvals.rule(key, WISH, by);
    if (ruling instanceof Approvals.Waiting waiting) {
      return new RollbackResult.Requested(waiting.request());
    }
    return ruling instanceof Approvals.Approved approved
        ? decide(undone, event, payload.get(), Interventions.approved(by, approved.request()))
        : new RollbackResult.Unknown();
  }

  private Optional<Reason> refusal(EventRecord event, boolean payloadKept) {
    EventKey key = event.key();
    if (!(event.status() instanceof Status.Complete complete)) {
      return Optional.of(Reason.NOT_COMPLETE);
    }
    if (complete.how() == Completion.IGNORED) {
      return Optional.of(Reason.NO_EFFECT);
    }
    if (Undone.isRouteOfCompensations(key.route())
        || subscriptions
            .closest(Undone.routeOfCompensations(key.route()), event.type())
            .isEmpty()) {
      return Optional.of(Reason.NO_COMPENSATION);
    }
    return payloadKept ? Optional.empty() : Optional.of(Reason.PAYLOAD_PURGED);
  }

  private RollbackResult decide(Undone undone, EventRecord event, Payload payload, Authority by) {
    String detail = named(undone.generation()) + by.reason();
    Optional<LedgerEntry> note =
        notes.write(undone.event(), DecisionKind.ROLLED_BACK, by.actor(), detail);
    if (note.isEmpty()) {
      return new RollbackResult.Unknown();
    }
    return note.get().generation() == undone.generation()
        ? admit(undone, event, payload)
        : new RollbackResult.Refused(Reason.NOT_COMPLETE, event);
  }

  /** Whether the entries say that this generation is rolled back. */
  static boolean isDecided(List<LedgerEntry> entries, int generation) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.kind() == DecisionKind.ROLLED_BACK
                    && entry.generation() == generation
                    && entry.detail().startsWith(named(generation)));
  }

  private static String named(int generation) {
    return "generation " + generation + ": ";
  }

  private RollbackResult admit(Undone undone, EventRecord event, Payload payload) {
    EventKey key = undone.key();
    UUID delivery = Ids.derived("guard.rollback.v1", key.digest().toHex());
    Arrival arrival =
        new Arrival(
            delivery,
            key,
            event.type(),
            event.lane(),
            0,
            undone.attributes(),
            payload,
            new Arrival.Intent.Queue());
    try {
      events.admit(List.of(arrival));
    } catch (OutcomeUnknownException e) {
      events.admit(List.of(arrival));
    }
    return new RollbackResult.Ordered(key);
  }
}
