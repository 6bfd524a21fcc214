package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which interventions are allowed, and what they leave (ES-40 to ES-48, LN-7, LN-8). */
record InterventionRules(Model model) {

  void judge(EventKey key, Intervention intervention, InterventionAnswer answer) {
    Optional<ModelEvent> known = model.find(key);
    if (known.isEmpty()) {
      expect("ES-46", key, new InterventionAnswer.Unknown(), answer);
      return;
    }
    ModelEvent event = known.get();
    if (intervention.id().equals(event.intervention)) {
      event.rule = "ES-40";
      model.seen(done("ES-40", key, answer));
      return;
    }
    Set<Refusal> refusals = refusals(event, intervention);
    if (!refusals.isEmpty()) {
      judgeRefusal(event, intervention, refusals, answer);
      return;
    }
    EventRecord record = done(ruleOf(intervention), key, answer);
    if (isLateRepeat(event, intervention, record)) {
      return;
    }
    event.rule = ruleOf(intervention);
    apply(event, intervention, record.position());
    event.formerInterventions.add(intervention.id());
    event.intervention = intervention.id();
    model.seen(record);
  }

  /** What the intervention would make of the event, if it would change anything. */
  Optional<EventRecord> outcome(EventKey key, Intervention intervention, long position) {
    Optional<ModelEvent> allowed =
        model
            .find(key)
            .filter(event -> !intervention.id().equals(event.intervention))
            .filter(event -> refusals(event, intervention).isEmpty());
    allowed.ifPresent(event -> apply(event, intervention, position));
    return allowed.map(event -> event.record(event.hasLane() ? event.place : position));
  }

  /**
   * A repeat after a later intervention may be told apart from a new one, or not: ES-40 leaves it
   * open. A store that tells it apart changes nothing.
   */
  private static boolean isLateRepeat(
      ModelEvent event, Intervention intervention, EventRecord record) {
    return event.formerInterventions.contains(intervention.id())
        && event.record(record.position()).equals(record);
  }

  private static EventRecord done(String rule, EventKey key, InterventionAnswer answer) {
    if (answer instanceof InterventionAnswer.Done done) {
      return done.record();
    }
    throw Disagreement.between(rule, "the intervention on " + key, "Done", answer);
  }

  private void judgeRefusal(
      ModelEvent event, Intervention wish, Set<Refusal> refusals, InterventionAnswer answer) {
    boolean runs = refusals.contains(Refusal.WRONG_STATE) && event.isTerminal();
    String rule = refusals.size() == 1 && !runs ? "ES-46" : "ES-47";
    event.rule = wish instanceof Intervention.Redelivery ? "ES-41" : rule;
    if (answer instanceof InterventionAnswer.Done done
        && event.formerInterventions.contains(wish.id())
        && event.record(done.record().position()).equals(done.record())) {
      return;
    }
    if (!(answer instanceof InterventionAnswer.Refused refused)
        || !refusals.contains(refused.refusal())) {
      String what = wish.getClass().getSimpleName() + " of " + event.key();
      boolean limited =
          wish instanceof Intervention.Redelivery && !refusals.contains(Refusal.WRONG_STATE);
      throw Disagreement.between(
          limited ? "ES-41" : "ES-46", what + ", which is " + event.status, refusals, answer);
    }
    model.seen(refused.record());
  }

  private static void expect(
      String rule, EventKey key, InterventionAnswer expected, InterventionAnswer answer) {
    Check.equal(rule, "the intervention on " + key, expected, answer);
  }

  private static String ruleOf(Intervention intervention) {
    return intervention.match(
        redelivery -> "ES-41",
        retry -> "ES-42",
        confirm -> "ES-43",
        discard -> "ES-44",
        replay -> "ES-45",
        erase -> "ES-48");
  }

  // What is allowed.

  /** Why the state machine refuses; where several reasons hold, a store may name any. */
  private Set<Refusal> refusals(ModelEvent event, Intervention intervention) {
    return intervention.match(
        redelivery -> refusalsToReopen(event, redelivery),
        retry -> refusalsToRun(event, event.state() == EventState.FAILED),
        confirm ->
            refusalsUnless(event.isFailedFor(FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW)),
        discard ->
            refusalsUnless(
                event.state() == EventState.PENDING
                    || (event.state() == EventState.FAILED
                        && !event.isFailedFor(FailureReason.CANCELLED))),
        replay -> refusalsToRun(event, event.state() == EventState.COMPLETE),
        erase ->
            refusalsToRun(
                event,
                event.state() == EventState.COMPLETE
                    || event.isFailedFor(FailureReason.CANCELLED)));
  }

  private Set<Refusal> refusalsToReopen(ModelEvent event, Intervention.Redelivery redelivery) {
    Set<Refusal> refusals = refusalsUnless(event.isFailedFor(FailureReason.EXHAUSTED));
    if (refusals.isEmpty() && event.reopenings >= redelivery.maxReopenings()) {
      refusals.add(Refusal.REOPENINGS_SPENT);
    }
    if (!refusals.contains(Refusal.WRONG_STATE)
        && event.windowStart != null
        && Duration.between(event.windowStart, model.now()).compareTo(redelivery.keyWindow()) > 0) {
      refusals.add(Refusal.KEY_WINDOW_PASSED);
    }
    return refusals;
  }

  private static Set<Refusal> refusalsToRun(ModelEvent event, boolean rightState) {
    Set<Refusal> refusals = refusalsUnless(rightState);
    if (rightState && !event.payloadKept) {
      refusals.add(Refusal.PAYLOAD_PURGED);
    }
    return refusals;
  }

  private static Set<Refusal> refusalsUnless(boolean rightState) {
    return rightState ? EnumSet.noneOf(Refusal.class) : EnumSet.of(Refusal.WRONG_STATE);
  }

  // What it does.

  private void apply(ModelEvent event, Intervention intervention, long answeredPosition) {
    boolean runsAgain =
        intervention.match(
            redelivery -> reopen(event),
            retry -> retry(event, retry),
            confirm -> confirm(event, confirm),
            discard -> discard(event, discard),
            replay -> replay(event, replay),
            erase -> erase(event, erase));
    if (runsAgain) {
      event.status = new Status.Pending(model.now());
      event.attempts = 0;
      model.moveToTail(event, answeredPosition);
    } else {
      event.holdsLane = false;
    }
  }

  private boolean reopen(ModelEvent event) {
    event.reopenings++;
    write(event, DecisionKind.REOPENED, ModelLedger.GUARD, "");
    return true;
  }

  private boolean retry(ModelEvent event, Intervention.Retry retry) {
    event.forgetWindow();
    write(event, DecisionKind.RETRIED, retry.by());
    return true;
  }

  private boolean confirm(ModelEvent event, Intervention.Confirm confirm) {
    event.status = new Status.Complete(model.now(), Completion.CONFIRMED, confirm.response());
    event.inDoubt = false;
    write(event, DecisionKind.CONFIRMED, confirm.by());
    return false;
  }

  private boolean discard(ModelEvent event, Intervention.Discard discard) {
    event.status = new Status.Failed(model.now(), FailureReason.CANCELLED);
    write(event, DecisionKind.DISCARDED, discard.by());
    return false;
  }

  private boolean replay(ModelEvent event, Intervention.Replay replay) {
    event.generation++;
    event.reopenings = 0;
    event.inDoubt = false;
    event.problem = Problem.NONE;
    event.steps.clear();
    event.forgetWindow();
    write(event, DecisionKind.REPLAYED, replay.by());
    return true;
  }

  private boolean erase(ModelEvent event, Intervention.Erase erase) {
    event.empty();
    write(event, DecisionKind.ERASED, erase.by());
    return false;
  }

  private void write(ModelEvent event, DecisionKind kind, Intervention.Authority by) {
    write(event, kind, by.actor(), by.reason());
  }

  private void write(ModelEvent event, DecisionKind kind, String actor, String reason) {
    model.ledger.event(event, model.now(), kind, actor, reason);
  }
}
