package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an intervention is allowed (ES-41 to ES-48), decided on a row that the store has locked.
 */
public final class InterventionRules {

  private InterventionRules() {}

  /** Why it is refused, or nothing if it may go on. */
  public static Optional<Refusal> refusal(
      EventRecord event, Intervention intervention, Instant now) {
    return intervention.match(
        redelivery -> refusalToReopen(event, redelivery, now),
        retry -> refusalToRun(event, event.state() == EventState.FAILED),
        confirm ->
            refusalUnless(failedFor(event, FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW)),
        discard -> refusalUnless(isOpen(event)),
        replay -> refusalToRun(event, event.state() == EventState.COMPLETE),
        erase -> refusalToRun(event, isOver(event)));
  }

  private static Optional<Refusal> refusalToReopen(
      EventRecord event, Intervention.Redelivery redelivery, Instant now) {
    if (!failedFor(event, FailureReason.EXHAUSTED)) {
      return Optional.of(Refusal.WRONG_STATE);
    }
    if (event.reopenings() >= redelivery.maxReopenings()) {
      return Optional.of(Refusal.REOPENINGS_SPENT);
    }
    return event
        .windowStart()
        .filter(start -> Duration.between(start, now).compareTo(redelivery.keyWindow()) > 0)
        .map(start -> Refusal.KEY_WINDOW_PASSED);
  }

  private static Optional<Refusal> refusalToRun(EventRecord event, boolean rightState) {
    return rightState && !event.payloadKept()
        ? Optional.of(Refusal.PAYLOAD_PURGED)
        : refusalUnless(rightState);
  }

  private static Optional<Refusal> refusalUnless(boolean rightState) {
    return rightState ? Optional.empty() : Optional.of(Refusal.WRONG_STATE);
  }

  private static boolean isOpen(EventRecord event) {
    return event.state() == EventState.PENDING
        || (event.state() == EventState.FAILED && !failedFor(event, FailureReason.CANCELLED));
  }

  private static boolean isOver(EventRecord event) {
    return event.state() == EventState.COMPLETE || failedFor(event, FailureReason.CANCELLED);
  }

  private static boolean failedFor(EventRecord event, FailureReason... reasons) {
    return event.status() instanceof Status.Failed failed
        && Set.of(reasons).contains(failed.reason());
  }
}
