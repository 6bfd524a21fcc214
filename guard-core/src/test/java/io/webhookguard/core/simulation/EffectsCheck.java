package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.core.simulation.Business.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the destination's log against what was sent, acknowledged and recorded. */
final class EffectsCheck {

  private record Generation(EventKey key, int number) {}

  private record Claimed(EventKey key, long token) {}

  private final Stage stage;
  private final Business business;
  private final Provider provider;
  private final ProbeCheck probes;

  EffectsCheck(Stage stage, Business business, Provider provider) {
    this.stage = stage;
    this.business = business;
    this.provider = provider;
    this.probes = new ProbeCheck(stage, business);
  }

  void check() {
    checkAcknowledged();
    checkPhantoms();
    checkKeys();
    checkFence();
    business.steps().check();
  }

  private void checkAcknowledged() {
    boolean allEnded = stage.breaches().isEmpty();
    for (EventKey key : provider.acknowledged()) {
      Optional<EventRecord> found = stage.store.events().find(key);
      stage.require(
          found.isPresent(), Invariant.NOTHING_LOST, key + " was acknowledged and is not known");
      boolean ended =
          found
              .filter(
                  event ->
                      event.state() == EventState.COMPLETE
                          || event.state() == EventState.FAILED
                          || !event.lane().isNone())
              .isPresent();
      stage.require(
          ended || !allEnded, Invariant.NOTHING_LOST, key + " was acknowledged and does not end");
    }
  }

  private void checkPhantoms() {
    Set<EventKey> sent = provider.sent();
    for (EventRecord event : stage.events()) {
      stage.require(
          sent.contains(event.key()), Invariant.NO_PHANTOM, event.key() + " was never sent");
    }
    for (Effect effect : business.effects()) {
      stage.require(
          sent.contains(effect.key()), Invariant.NO_PHANTOM, effect.key() + " was never sent");
    }
  }

  private void checkKeys() {
    Map<Generation, String> keys = new HashMap<>();
    Map<String, Generation> owners = new HashMap<>();
    for (Effect effect : business.effects()) {
      Generation generation = new Generation(effect.key(), effect.generation());
      String first = keys.putIfAbsent(generation, effect.idempotencyKey());
      Generation owner = owners.putIfAbsent(effect.idempotencyKey(), generation);
      stage.require(
          (first == null || first.equals(effect.idempotencyKey()))
              && (owner == null || owner.equals(generation)),
          Invariant.SAME_KEY,
          generation + " has another idempotency key for token " + effect.token());
    }
  }

  /** A destination that remembers the greatest token of each lane, or of each event without one. */
  private void checkFence() {
    Map<String, Scenario.Sent> sent = new HashMap<>();
    stage.scenario.events().forEach(event -> sent.put(event.id(), event));
    Map<String, Long> greatest = new HashMap<>();
    Set<Claimed> accepted = new HashSet<>();
    for (Effect effect : business.effects()) {
      Scenario.Sent event = sent.get(effect.key().eventId());
      if (event == null) {
        continue;
      }
      String scope =
          event.lane().isNone()
              ? effect.key().toString()
              : effect.key().route() + " " + event.lane();
      if (effect.token() >= greatest.getOrDefault(scope, 0L)) {
        greatest.put(scope, effect.token());
        accepted.add(new Claimed(effect.key(), effect.token()));
      } else {
        stage.tally.count("effect refused by a comparing destination");
      }
    }
    for (LedgerEntry entry : Walk.scan(stage)) {
      if (entry.kind() == DecisionKind.COMPLETED && entry.subject() instanceof Subject.OfEvent of) {
        stage.require(
            accepted.contains(new Claimed(of.key(), entry.token()))
                || probes.foundDone(of.key(), entry.token()),
            Invariant.FENCE,
            of.key() + " completed under token " + entry.token() + ", whose effect is refused");
      }
    }
  }
}
