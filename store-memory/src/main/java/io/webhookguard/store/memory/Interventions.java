package io.webhookguard.store.memory;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes outside any attempt (ES-40 to ES-48). Guarded by the store's monitor. */
final class Interventions {

  private final StoreState state;

  Interventions(StoreState state) {
    this.state = state;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    Optional<EventRow> known = state.events.find(key);
    if (known.isEmpty()) {
      return new InterventionAnswer.Unknown();
    }
    EventRow row = known.get();
    if (intervention.id().equals(row.interventionId)) {
      return new InterventionAnswer.Done(row.toRecord());
    }
    Instant now = state.now();
    Optional<Refusal> refusal = refusal(row, intervention, now);
    if (refusal.isPresent()) {
      return new InterventionAnswer.Refused(refusal.get(), row.toRecord());
    }
    apply(row, intervention, now);
    state.journal.write(
        row, now, intervention.decision(), intervention.actor(), intervention.reason());
    row.interventionId = intervention.id();
    return new InterventionAnswer.Done(row.toRecord());
  }

  private static Optional<Refusal> refusal(EventRow row, Intervention intervention, Instant now) {
    return intervention.match(
        redelivery -> refusalToReopen(row, redelivery, now),
        retry -> refusalToRun(row, row.state() == EventState.FAILED),
        confirm -> refusalUnless(failedFor(row, FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW)),
        discard -> refusalUnless(isOpen(row)),
        replay -> refusalToRun(row, row.state() == EventState.COMPLETE),
        erase -> refusalToRun(row, isOver(row)));
  }

  private static Optional<Refusal> refusalToReopen(
      EventRow row, Intervention.Redelivery redelivery, Instant now) {
    if (!failedFor(row, FailureReason.EXHAUSTED)) {
      return Optional.of(Refusal.WRONG_STATE);
    }
    if (row.reopenings >= redelivery.maxReopenings()) {
      return Optional.of(Refusal.REOPENINGS_SPENT);
    }
    return row.windowStart != null
            && Duration.between(row.windowStart, now).compareTo(redelivery.keyWindow()) > 0
        ? Optional.of(Refusal.KEY_WINDOW_PASSED)
        : Optional.empty();
  }

  private static Optional<Refusal> refusalToRun(EventRow row, boolean rightState) {
    return rightState && row.payload == null
        ? Optional.of(Refusal.PAYLOAD_PURGED)
        : refusalUnless(rightState);
  }

  private static Optional<Refusal> refusalUnless(boolean rightState) {
    return rightState ? Optional.empty() : Optional.of(Refusal.WRONG_STATE);
  }

  private static boolean isOpen(EventRow row) {
    return row.state() == EventState.PENDING
        || (row.state() == EventState.FAILED && !failedFor(row, FailureReason.CANCELLED));
  }

  private static boolean isOver(EventRow row) {
    return row.state() == EventState.COMPLETE || failedFor(row, FailureReason.CANCELLED);
  }

  private static boolean failedFor(EventRow row, FailureReason... reasons) {
    return row.status instanceof Status.Failed failed && List.of(reasons).contains(failed.reason());
  }

  private EventRow apply(EventRow row, Intervention intervention, Instant now) {
    return intervention.match(
        redelivery -> reopen(row, now),
        retry -> retry(row, now),
        confirm -> confirm(row, confirm, now),
        discard -> discard(row, now),
        replay -> replay(row, now),
        erase -> erase(row));
  }

  private EventRow reopen(EventRow row, Instant now) {
    row.attempts = 0;
    row.reopenings++;
    return wait(row, now);
  }

  private EventRow retry(EventRow row, Instant now) {
    row.attempts = 0;
    forgetWindow(row);
    return wait(row, now);
  }

  private EventRow confirm(EventRow row, Intervention.Confirm confirm, Instant now) {
    row.inDoubt = false;
    return finish(row, new Status.Complete(now, Completion.CONFIRMED, confirm.response()));
  }

  private EventRow discard(EventRow row, Instant now) {
    return finish(row, new Status.Failed(now, FailureReason.CANCELLED));
  }

  private EventRow replay(EventRow row, Instant now) {
    row.generation++;
    row.attempts = 0;
    row.reopenings = 0;
    row.inDoubt = false;
    row.problem = Problem.NONE;
    row.steps.clear();
    forgetWindow(row);
    return wait(row, now);
  }

  private static EventRow erase(EventRow row) {
    row.empty();
    return row;
  }

  private static void forgetWindow(EventRow row) {
    row.windowStart = null;
    row.windowToken = 0;
  }

  /** PENDING and due now: in its old place if it still holds its lane, else at the tail (LN-8). */
  private EventRow wait(EventRow row, Instant now) {
    state.events.update(
        row,
        () -> {
          row.status = new Status.Pending(now);
          row.position = row.holdsLane ? row.position : state.events.nextPosition();
        });
    return row;
  }

  private EventRow finish(EventRow row, Status status) {
    state.events.update(
        row,
        () -> {
          row.status = status;
          row.holdsLane = false;
        });
    return row;
  }
}
