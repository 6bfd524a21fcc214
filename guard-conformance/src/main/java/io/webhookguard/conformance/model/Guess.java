package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a call did whose reply was lost, if it happened.
 *
 * <p>The model knows the answer but for what the store chose; that is read where it shows in the
 * end: the claims of a call in the ledger, by their owner, whom no other call names; the place of
 * an event in its record; the token of a lock in another answer to its holder.
 */
record Guess(History history, LastReads last) {

  /** The changes that the call makes if it happens, one for each item. */
  List<Consumer<Model>> parts(Call<?> call) {
    if (call instanceof EventCalls.Admit admit) {
      return admissions(admit);
    }
    if (call instanceof EventCalls.Grab grab) {
      return grants(grab);
    }
    if (call instanceof EventCalls.Recover recover) {
      return takeovers(recover);
    }
    if (call instanceof EventCalls.Settle settle) {
      return settle.settlements().stream().map(Guess::settled).toList();
    }
    if (call instanceof EventCalls.Renew renew) {
      return renew.claims().stream().map(claim -> renewed(claim, renew)).toList();
    }
    return List.of(model -> single(model, call));
  }

  private void single(Model model, Call<?> call) {
    if (call instanceof EventCalls.Intervene intervene) {
      intervened(model, intervene);
    } else if (call instanceof OtherCalls.RecordStep step) {
      held(model, step.claim())
          .ifPresent(event -> event.steps.putIfAbsent(step.step(), step.result()));
    } else if (call instanceof OtherCalls.Acquire acquire) {
      new LockRules(model).acquire(acquire, leases(acquire));
    } else if (call instanceof OtherCalls.RenewLock renew) {
      new LockRules(model).renew(renew.lease(), renew.duration());
    } else if (call instanceof OtherCalls.ReleaseLock release) {
      new LockRules(model).release(release.lease());
    }
  }

  // Admissions.

  private List<Consumer<Model>> admissions(EventCalls.Admit admit) {
    List<Consumer<Model>> parts = new ArrayList<>();
    Set<EventKey> inBatch = new HashSet<>();
    for (Arrival arrival : admit.arrivals()) {
      boolean repeated = !inBatch.add(arrival.key());
      parts.add(model -> admitted(model, arrival, repeated));
    }
    return parts;
  }

  /** Only a newcomer changes anything. */
  private void admitted(Model model, Arrival arrival, boolean repeated) {
    if (model.find(arrival.key()).isEmpty()) {
      Admission answer =
          arrival
              .intent()
              .match(
                  queue -> new Admission.Queued(),
                  claim -> claimed(model, arrival, claim),
                  ignore -> new Admission.Ignored());
      new AdmissionRules(model).judge(arrival, repeated, answer);
    }
  }

  private Admission claimed(Model model, Arrival arrival, Arrival.Intent.Claim wish) {
    Model probe = model.copy();
    ModelEvent event = probe.add(arrival);
    Optional<LedgerEntry> started =
        entries(DecisionKind.STARTED, wish.owner()).stream()
            .filter(entry -> keyOf(entry).equals(Optional.of(arrival.key())))
            .findFirst();
    if (started.isEmpty() || !probe.isLaneFree(event)) {
      return new Admission.Queued();
    }
    FencingToken token = new FencingToken(started.get().token());
    probe.start(event, new Model.Grant(wish.owner(), wish.claimId(), wish.lease(), token));
    return new Admission.Claimed(event.attempt());
  }

  // Claims.

  private List<Consumer<Model>> grants(EventCalls.Grab grab) {
    return changes(
        DecisionKind.STARTED,
        grab.request().owner(),
        (model, key, token) -> new ClaimRules(model).start(grab.request(), key, token));
  }

  private List<Consumer<Model>> takeovers(EventCalls.Recover recover) {
    return changes(
        DecisionKind.RECOVERED,
        recover.request().owner(),
        (model, key, token) -> new ClaimRules(model).takeOver(recover.request(), key, token));
  }

  /** Applies one claim that the ledger shows. */
  @FunctionalInterface
  private interface Grant {
    void apply(Model model, EventKey key, FencingToken token);
  }

  private List<Consumer<Model>> changes(DecisionKind kind, String owner, Grant grant) {
    List<Consumer<Model>> parts = new ArrayList<>();
    for (LedgerEntry entry : entries(kind, owner)) {
      FencingToken token = new FencingToken(entry.token());
      keyOf(entry).ifPresent(key -> parts.add(model -> grant.apply(model, key, token)));
    }
    return parts;
  }

  private List<LedgerEntry> entries(DecisionKind kind, String actor) {
    return last.ledger().stream()
        .filter(entry -> entry.kind() == kind && entry.actor().equals(actor))
        .toList();
  }

  private static Optional<EventKey> keyOf(LedgerEntry entry) {
    return entry.subject().match(of -> Optional.of(of.key()), of -> Optional.empty());
  }

  // Settlements and renewals.

  private static Consumer<Model> settled(Settlement settlement) {
    return model ->
        held(model, settlement.claim())
            .ifPresent(
                event -> new SettlementRules(model).judge(settlement, new SettleAnswer.Settled()));
  }

  private static Consumer<Model> renewed(Claim claim, EventCalls.Renew renew) {
    return model ->
        held(model, claim).ifPresent(event -> new ClaimRules(model).prolong(event, renew.lease()));
  }

  private static Optional<ModelEvent> held(Model model, Claim claim) {
    return model.find(claim.key()).filter(event -> event.isHeldUnder(claim.token()));
  }

  // Interventions.

  private void intervened(Model model, EventCalls.Intervene call) {
    Optional<EventRecord> seen =
        Optional.ofNullable(last.records().get(call.key())).flatMap(found -> found);
    Optional<EventRecord> record =
        seen.flatMap(
            end ->
                new InterventionRules(model.copy())
                    .outcome(call.key(), call.intervention(), end.position()));
    record.ifPresent(
        done ->
            new InterventionRules(model)
                .judge(call.key(), call.intervention(), new InterventionAnswer.Done(done)));
  }

  // Locks.

  /** The leases that this holder of the name is known to have had. */
  private List<Lease> leases(OtherCalls.Acquire wish) {
    List<Lease> leases = new ArrayList<>();
    for (Heard<?> heard : history.all()) {
      if (heard.answer().isPresent()
          && heard.answer().get() instanceof Optional<?> found
          && found.isPresent()
          && found.get() instanceof Lease lease
          && lease.name().equals(wish.lock())
          && lease.holder().equals(wish.holder())) {
        leases.add(lease);
      }
    }
    return leases;
  }
}
