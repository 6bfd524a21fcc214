package io.webhookguard.store.memory;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What goes with age, and what stays (ES-52, ES-53). Guarded by the store's monitor. */
final class Purge {

  private final StoreState state;

  Purge(StoreState state) {
    this.state = state;
  }

  /** Tombstones first: they take nothing but room, and are gone for good. */
  Purged purge(Retention retention, int limit) {
    Instant now = state.now();
    List<EventRow> forgotten =
        settledBefore(now.minus(retention.dedupHorizon()), row -> row.payload == null, limit);
    forgotten.forEach(state.events::remove);
    List<EventRow> emptied =
        settledBefore(
            now.minus(retention.payload()), row -> row.payload != null, limit - forgotten.size());
    emptied.forEach(row -> empty(row, now));
    return new Purged(emptied.size(), forgotten.size());
  }

  private List<EventRow> settledBefore(Instant time, Predicate<EventRow> which, int limit) {
    return state
        .events
        .all()
        .filter(which)
        .filter(row -> settledAt(row).filter(time::isAfter).isPresent())
        .limit(limit)
        .toList();
  }

  /** When the event was done with; nothing for a dead letter, which stays however old it is. */
  private static Optional<Instant> settledAt(EventRow row) {
    return row.status.match(
        pending -> Optional.empty(),
        processing -> Optional.empty(),
        complete -> Optional.of(complete.at()),
        failed ->
            Optional.of(failed.at()).filter(at -> failed.reason() == FailureReason.CANCELLED));
  }

  private void empty(EventRow row, Instant now) {
    row.empty();
    state.journal.write(row, now, DecisionKind.PURGED, LedgerEntry.GUARD, "");
  }
}
