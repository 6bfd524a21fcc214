package io.webhookguard.torture.check;

import io.webhookguard.api.event.EventState;
import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.plan.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks one event's entries along the state machine: I8, I10, I11, I13.
 *
 * <p>Nobody intervenes in a run, so that what persons may do is no step of the path.
 */
final class StoryCheck {

  /** Stores keep times in milliseconds, and write them before they commit. */
  private static final long ROUNDING_MILLIS = 20;

  private final EventName id;
  private final long leaseMillis;
  private final Breaches breaches;
  private @Nullable EventState state;
  private long token;
  private long grantedAt;
  private int number;

  StoryCheck(EventName id, Duration lease, Breaches breaches) {
    this.id = id;
    this.leaseMillis = lease.toMillis();
    this.breaches = breaches;
  }

  /** Walks the whole story, which ends where the event is. */
  void check(List<LedgerRow> story, @Nullable EventRow event) {
    for (LedgerRow row : story) {
      number++;
      breaches.require(
          row.number() == number,
          Invariant.I11,
          id + " has entry " + row.number() + " as " + number);
      step(row);
    }
    breaches.require(
        event != null && event.state() == state,
        Invariant.I11,
        id + " is " + (event == null ? "not there" : event.state()) + ", its ledger says " + state);
    if (event != null) {
      breaches.require(
          event.newestToken() == token,
          Invariant.I11,
          id + " has token " + event.newestToken() + ", its ledger " + token);
      breaches.require(
          event.state() != EventState.COMPLETE || !event.inDoubt(),
          Invariant.I13,
          id + " is complete and in doubt");
    }
  }

  private void step(LedgerRow row) {
    switch (row.kind()) {
      case RECEIVED -> from(row, null, EventState.PENDING);
      case STARTED -> started(row);
      case RECOVERED -> recovered(row);
      case COMPLETED -> settled(row, EventState.COMPLETE);
      case RETRY_SCHEDULED, RELEASED -> settled(row, EventState.PENDING);
      case IN_DOUBT -> {
        requireCertain(row);
        settled(row, EventState.PENDING);
      }
      case FAILED -> settled(row, EventState.FAILED);
      case PARKED -> {
        requireCertain(row);
        settled(row, EventState.FAILED);
      }
      case DUPLICATE, CONFLICT, SUPERSEDED ->
          breaches.require(state != null, Invariant.I11, at(row) + " before it was received");
      default -> breaches.add(Invariant.I11, at(row) + ": nobody intervened");
    }
  }

  private void started(LedgerRow row) {
    if (state == EventState.COMPLETE || state == EventState.FAILED) {
      breaches.add(Invariant.I10, at(row) + " although it had come to its end");
    } else {
      breaches.require(
          state == EventState.PENDING, Invariant.I8, at(row) + " while it was " + state);
    }
    granted(row);
  }

  private void recovered(LedgerRow row) {
    breaches.require(
        state == EventState.PROCESSING, Invariant.I8, at(row) + " while it was " + state);
    breaches.require(
        row.atMillis() - grantedAt >= leaseMillis - ROUNDING_MILLIS,
        Invariant.I8,
        at(row) + " " + (row.atMillis() - grantedAt) + " ms behind the claim before");
    granted(row);
  }

  private void granted(LedgerRow row) {
    breaches.require(
        row.token() > token,
        Invariant.I8,
        at(row) + " with token " + row.token() + " after " + token);
    state = EventState.PROCESSING;
    token = row.token();
    grantedAt = row.atMillis();
  }

  private void settled(LedgerRow row, EventState to) {
    breaches.require(
        row.token() == token,
        Invariant.I7,
        at(row) + " with token " + row.token() + ", not " + token);
    from(row, EventState.PROCESSING, to);
  }

  private void from(LedgerRow row, @Nullable EventState expected, EventState to) {
    breaches.require(state == expected, Invariant.I11, at(row) + " while it was " + state);
    state = to;
  }

  private void requireCertain(LedgerRow row) {
    Optional<Workload> workload = Workload.ofSource(id.source());
    breaches.require(
        workload.isEmpty() || workload.get() != Workload.TX,
        Invariant.I13,
        at(row) + ", and its effect is transactional");
  }

  private String at(LedgerRow row) {
    return id + " was " + row.kind() + " (entry " + row.number() + ")";
  }
}
