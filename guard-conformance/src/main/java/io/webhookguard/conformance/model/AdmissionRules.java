package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which answers to an admission are right (ES-1 to ES-9, LN-3 to LN-5). */
record AdmissionRules(Model model) {

  void judge(List<Arrival> arrivals, List<Admission> answers) {
    Check.equal("ES-5", "one answer for each arrival", arrivals.size(), answers.size());
    Set<EventKey> inBatch = new HashSet<>();
    for (int i = 0; i < arrivals.size(); i++) {
      boolean repeated = !inBatch.add(arrivals.get(i).key());
      judge(arrivals.get(i), repeated, answers.get(i));
    }
  }

  /** Judges one of a batch. {@code repeated} tells that its key stood in the batch before. */
  void judge(Arrival arrival, boolean repeated, Admission answer) {
    Optional<ModelEvent> known = model.find(arrival.key());
    if (known.isEmpty()) {
      judgeNew(arrival, answer);
    } else if (known.get().arrival.deliveryId().equals(arrival.deliveryId()) && !repeated) {
      judgeSameDelivery(known.get(), answer);
    } else {
      judgeKnown(known.get(), arrival, repeated ? "ES-5" : "ES-2", answer);
    }
  }

  private void judgeNew(Arrival arrival, Admission answer) {
    recordOf(answer).ifPresent(record -> takenForAnother(arrival, record));
    ModelEvent event = model.add(arrival);
    arrival
        .intent()
        .match(
            queue -> received(event, ModelLedger.GUARD, "ES-1", answer),
            claim -> claimed(event, claim, answer),
            ignore -> ignored(event, answer));
  }

  /** A new event is never a duplicate: not of a similar one, and not because its lane is busy. */
  private static void takenForAnother(Arrival arrival, EventRecord record) {
    String rule =
        !record.key().equals(arrival.key()) ? "ES-3" : record.lane().isNone() ? "ES-2" : "LN-5";
    throw Disagreement.between(
        rule, "the admission of " + arrival.key() + ", which is new", "no duplicate", record);
  }

  private ModelEvent received(ModelEvent event, String actor, String rule, Admission answer) {
    model.ledger.event(event, model.now(), DecisionKind.RECEIVED, actor, "");
    event.rule = rule;
    expect(rule, event, new Admission.Queued(), answer);
    return event;
  }

  /** A busy lane means "later", and a free one "now" (ES-7, LN-4). */
  private ModelEvent claimed(ModelEvent event, Arrival.Intent.Claim wish, Admission answer) {
    if (!model.isLaneFree(event)) {
      return received(event, wish.owner(), "LN-4", answer);
    }
    if (!(answer instanceof Admission.Claimed claimed)) {
      throw Disagreement.between("ES-7", "the admission of " + event.key(), "Claimed", answer);
    }
    model.ledger.event(event, model.now(), DecisionKind.RECEIVED, wish.owner(), "");
    FencingToken token = claimed.attempt().claim().token();
    model.start(event, new Model.Grant(wish.owner(), wish.claimId(), wish.lease(), token));
    event.firstAnswer = Admission.Claimed.class;
    event.firstToken = token.value();
    event.rule = "ES-7";
    ClaimRules.compare("ES-7", event, claimed.attempt());
    return event;
  }

  private ModelEvent ignored(ModelEvent event, Admission answer) {
    model.ledger.event(event, model.now(), DecisionKind.IGNORED, ModelLedger.GUARD, "");
    event.status = new Status.Complete(model.now(), Completion.IGNORED, Response.EMPTY);
    event.firstAnswer = Admission.Ignored.class;
    event.rule = "ES-8";
    expect("ES-8", event, new Admission.Ignored(), answer);
    return event;
  }

  /** A delivery that is sent again because its reply was lost gets the first answer (ES-4). */
  private static void judgeSameDelivery(ModelEvent event, Admission answer) {
    event.rule = "ES-4";
    if (event.firstAnswer.equals(Admission.Ignored.class)) {
      expect("ES-4", event, new Admission.Ignored(), answer);
    } else if (event.firstToken > 0 && event.isHeldUnder(new FencingToken(event.firstToken))) {
      expect("ES-4", event, new Admission.Claimed(event.attempt()), answer);
    } else {
      expect("ES-4", event, new Admission.Queued(), answer);
    }
  }

  private void judgeKnown(ModelEvent event, Arrival arrival, String rule, Admission answer) {
    event.rule = rule;
    boolean sameBody = event.arrival.payload().sha256().equals(arrival.payload().sha256());
    Class<? extends Admission> expected =
        sameBody ? Admission.Duplicate.class : Admission.Conflict.class;
    boolean forgotten = recordOf(answer).isEmpty() && event.doneAt().isPresent();
    Check.equal(
        forgotten ? "ES-53" : rule,
        "the admission of " + event.key() + ", which is known",
        expected.getSimpleName(),
        answer.getClass().getSimpleName());
    recordOf(answer).ifPresent(model::seen);
  }

  /** The record that tells a repeat what is known, if the answer carries one. */
  static Optional<EventRecord> recordOf(Admission answer) {
    return answer.match(
        queued -> Optional.empty(),
        claimed -> Optional.empty(),
        ignored -> Optional.empty(),
        duplicate -> Optional.of(duplicate.record()),
        conflict -> Optional.of(conflict.record()));
  }

  private static void expect(String rule, ModelEvent event, Admission expected, Admission answer) {
    Check.equal(rule, "the admission of " + event.key(), expected, answer);
  }
}
