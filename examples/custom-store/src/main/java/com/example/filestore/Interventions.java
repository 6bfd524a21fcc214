package com.example.filestore;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes outside any attempt: rules ES-40 to ES-47. */
final class Interventions {

  private final Table table;

  Interventions(Table table) {
    this.table = table;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    Optional<Row> known = table.find(key);
    if (known.isEmpty()) {
      return new InterventionAnswer.Unknown();
    }
    Row seen = known.get();
    if (intervention.id().equals(seen.interventionId)) {
      return new InterventionAnswer.Done(seen.toRecord());
    }
    Instant now = table.now();
    Optional<Refusal> refusal = refusal(seen, intervention, now);
    if (refusal.isPresent()) {
      return new InterventionAnswer.Refused(refusal.get(), seen.toRecord());
    }
    Row row = seen.copy();
    row.interventionId = intervention.id();
    row.status =
        intervention.match(
            redelivery -> reopen(row, now),
            retry -> retry(row, retry.by(), now),
            confirm -> confirm(row, confirm, now),
            discard -> discard(row, discard.by(), now),
            replay -> replay(row, replay.by(), now),
            erase -> erase(row, erase.by(), now));
    table.save(row);
    return new InterventionAnswer.Done(row.toRecord());
  }

  private static Optional<Refusal> refusal(Row row, Intervention intervention, Instant now) {
    return intervention.match(
        redelivery -> refusalToReopen(row, redelivery, now),
        retry -> refusalToRun(row, row.is(EventState.FAILED)),
        confirm -> refusalUnless(failedFor(row, FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW)),
        discard -> refusalUnless(isOpen(row)),
        replay -> refusalToRun(row, row.is(EventState.COMPLETE)),
        erase -> refusalToRun(row, isOver(row)));
  }

  private static Optional<Refusal> refusalToReopen(
      Row row, Intervention.Redelivery redelivery, Instant now) {
    if (!failedFor(row, FailureReason.EXHAUSTED)) {
      return Optional.of(Refusal.WRONG_STATE);
    }
    if (row.reopenings >= redelivery.maxReopenings()) {
      return Optional.of(Refusal.REOPENINGS_SPENT);
    }
    Instant window = row.windowStart == null ? now : row.windowStart;
    return Duration.between(window, now).compareTo(redelivery.keyWindow()) > 0
        ? Optional.of(Refusal.KEY_WINDOW_PASSED)
        : Optional.empty();
  }

  private static Optional<Refusal> refusalToRun(Row row, boolean rightState) {
    return rightState && row.payload == null
        ? Optional.of(Refusal.PAYLOAD_PURGED)
        : refusalUnless(rightState);
  }

  private static Optional<Refusal> refusalUnless(boolean rightState) {
    return rightState ? Optional.empty() : Optional.of(Refusal.WRONG_STATE);
  }

  private static boolean isOpen(Row row) {
    return row.is(EventState.PENDING)
        || (row.is(EventState.FAILED) && !failedFor(row, FailureReason.CANCELLED));
  }

  private static boolean isOver(Row row) {
    return row.is(EventState.COMPLETE) || failedFor(row, FailureReason.CANCELLED);
  }

  private static boolean failedFor(Row row, FailureReason... reasons) {
    return row.status instanceof Status.Failed failed && List.of(reasons).contains(failed.reason());
  }

  private Status reopen(Row row, Instant now) {
    row.attempts = 0;
    row.reopenings++;
    table.write(row, now, DecisionKind.REOPENED, Table.GUARD, "delivered again");
    return new Status.Pending(now);
  }

  private Status retry(Row row, Intervention.Authority by, Instant now) {
    row.attempts = 0;
    forgetWindow(row);
    table.write(row, now, DecisionKind.RETRIED, by.actor(), by.reason());
    return new Status.Pending(now);
  }

  private Status confirm(Row row, Intervention.Confirm confirm, Instant now) {
    row.inDoubt = false;
    table.write(row, now, DecisionKind.CONFIRMED, confirm.by().actor(), confirm.by().reason());
    return new Status.Complete(now, Completion.CONFIRMED, confirm.response());
  }

  private Status discard(Row row, Intervention.Authority by, Instant now) {
    table.write(row, now, DecisionKind.DISCARDED, by.actor(), by.reason());
    return new Status.Failed(now, FailureReason.CANCELLED);
  }

  private Status replay(Row row, Intervention.Authority by, Instant now) {
    row.generation++;
    row.attempts = 0;
    row.reopenings = 0;
    row.inDoubt = false;
    row.problem = Problem.NONE;
    row.steps.clear();
    forgetWindow(row);
    table.write(row, now, DecisionKind.REPLAYED, by.actor(), by.reason());
    return new Status.Pending(now);
  }

  private Status erase(Row row, Intervention.Authority by, Instant now) {
    row.empty();
    table.write(row, now, DecisionKind.ERASED, by.actor(), by.reason());
    return row.status;
  }

  private static void forgetWindow(Row row) {
    row.windowStart = null;
    row.windowToken = 0;
  }
}
