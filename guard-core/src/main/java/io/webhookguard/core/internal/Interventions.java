package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.InterventionResult;
import io.webhookguard.core.handler.Undone;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Changes events outside any attempt. */
final class Interventions {

  private static final int DIGEST_CHARS = 12;

  private final EventStore events;
  private final SettledDuplicates settled;
  private final GuardObserver observer;

  Interventions(EventStore events, SettledDuplicates settled, GuardObserver observer) {
    this.events = events;
    this.settled = settled;
    this.observer = observer;
  }

  /** Intervenes; a lost reply is asked for once more, under the same id. */
  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    try {
      InterventionAnswer answer = ask(key, intervention);
      if (answer instanceof InterventionAnswer.Done) {
        observer.intervened(key.route(), intervention.decision());
      }
      return answer;
    } finally {
      // However it ended: a change whose reply was lost may have happened.
      settled.forget(key);
    }
  }

  private InterventionAnswer ask(EventKey key, Intervention intervention) {
    try {
      return events.intervene(key, intervention);
    } catch (OutcomeUnknownException e) {
      return events.intervene(key, intervention);
    }
  }

  /**
   * Does what a person wants, if no second person is needed or this is the second one.
   *
   * <p>What the state machine does not allow is refused before it is asked for, so that nobody is
   * kept waiting for an approval that comes to nothing. A compensation is not replayed: its effect
   * happens once for each generation of the event that it undoes.
   */
  InterventionResult decide(EventKey key, Intervention wanted, Approvals approvals) {
    boolean replay = wanted instanceof Intervention.Replay;
    boolean compensation = replay && Undone.isRouteOfCompensations(key.route());
    boolean alone =
        wanted instanceof Intervention.Redelivery
            || !approvals.areDemanded(key, replay || erases(wanted));
    if (alone && !compensation) {
      return new InterventionResult.Answered(intervene(key, wanted));
    }
    Optional<EventRecord> known = events.find(key);
    if (known.isEmpty()) {
      return new InterventionResult.Answered(new InterventionAnswer.Unknown());
    }
    EventRecord event = known.get();
    Optional<Refusal> refusal =
        compensation ? Optional.of(Refusal.WRONG_STATE) : refusal(wanted, event);
    if (refusal.isPresent()) {
      return new InterventionResult.Answered(new InterventionAnswer.Refused(refusal.get(), event));
    }
    return carryOut(key, wanted, approvals.rule(key, wish(wanted), authority(wanted)));
  }

  private InterventionResult carryOut(EventKey key, Intervention wanted, Approvals.Ruling ruling) {
    if (ruling instanceof Approvals.Approved approved) {
      return new InterventionResult.Answered(intervene(key, named(wanted, approved.request())));
    }
    return ruling instanceof Approvals.Waiting waiting
        ? new InterventionResult.Requested(waiting.request())
        : new InterventionResult.Answered(new InterventionAnswer.Unknown());
  }

  /** Why the state machine does not allow it, as far as a record tells; the store decides. */
  static Optional<Refusal> refusal(Intervention wanted, EventRecord event) {
    boolean fits =
        wanted.match(
            redelivery -> isFailed(event),
            retry -> isFailed(event),
            confirm -> isFor(event, FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW),
            discard ->
                event.state() == EventState.PENDING
                    || (isFailed(event) && !isFor(event, FailureReason.CANCELLED)),
            replay -> event.state() == EventState.COMPLETE,
            erase -> event.state() == EventState.COMPLETE || isFor(event, FailureReason.CANCELLED));
    boolean runs = !(wanted instanceof Intervention.Discard || isConfirm(wanted));
    if (!fits) {
      return Optional.of(Refusal.WRONG_STATE);
    }
    return runs && !event.payloadKept() ? Optional.of(Refusal.PAYLOAD_PURGED) : Optional.empty();
  }

  private static boolean isConfirm(Intervention wanted) {
    return wanted instanceof Intervention.Confirm;
  }

  private static boolean erases(Intervention wanted) {
    return wanted instanceof Intervention.Erase;
  }

  private static boolean isFailed(EventRecord event) {
    return event.state() == EventState.FAILED;
  }

  private static boolean isFor(EventRecord event, FailureReason... reasons) {
    return event.status() instanceof Status.Failed failed
        && List.of(reasons).contains(failed.reason());
  }

  /** The same for the same change: the response that a confirmation gives is a part of it. */
  private static String wish(Intervention wanted) {
    return wanted.match(
        redelivery -> "redelivery",
        retry -> "retry",
        confirm -> "confirm " + digestOf(confirm.response()),
        discard -> "discard",
        replay -> "replay",
        erase -> "erase");
  }

  private static String digestOf(Response response) {
    return response.status() + " " + response.bodySha256().toHex().substring(0, DIGEST_CHARS);
  }

  private static Authority authority(Intervention wanted) {
    return new Authority(wanted.actor(), wanted.reason());
  }

  /** Named after the request, so that two persons who approve it at once make one change. */
  private static Intervention named(Intervention wanted, LedgerEntry request) {
    UUID id = Ids.derived("guard.approved.v1", Long.toString(request.position()), wish(wanted));
    Authority by = approved(authority(wanted), request);
    return wanted.match(
        redelivery -> redelivery,
        retry -> new Intervention.Retry(id, by),
        confirm -> new Intervention.Confirm(id, by, confirm.response()),
        discard -> new Intervention.Discard(id, by),
        replay -> new Intervention.Replay(id, by),
        erase -> new Intervention.Erase(id, by));
  }

  /** The second person answers for the change; the first one is named with the reason. */
  static Authority approved(Authority by, LedgerEntry request) {
    return new Authority(by.actor(), "asked for by " + request.actor() + ": " + by.reason());
  }
}
