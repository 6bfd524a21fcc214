package io.webhookguard.store.memory;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import java.util.Set;

/** A right store with one port put in the place of its own. */
record SpoiltStore(
    EventStore events, Ledger ledger, Seals seals, Steps steps, Lock lock, StoreDoctor doctor)
    implements GuardStore {

  static SpoiltStore with(MemoryStore right, EventStore events) {
    return new SpoiltStore(
        events, right.ledger(), right.seals(), right.steps(), right.lock(), right.doctor());
  }

  static SpoiltStore with(MemoryStore right, Ledger ledger) {
    return new SpoiltStore(
        right.events(), ledger, right.seals(), right.steps(), right.lock(), right.doctor());
  }

  static SpoiltStore with(MemoryStore right, Seals seals) {
    return new SpoiltStore(
        right.events(), right.ledger(), seals, right.steps(), right.lock(), right.doctor());
  }

  static SpoiltStore with(MemoryStore right, Steps steps) {
    return new SpoiltStore(
        right.events(), right.ledger(), right.seals(), steps, right.lock(), right.doctor());
  }

  static SpoiltStore with(MemoryStore right, Lock lock) {
    return new SpoiltStore(
        right.events(), right.ledger(), right.seals(), right.steps(), lock, right.doctor());
  }

  /** Not spoilt at all: a right store that grants and shows no more than it must. */
  static SpoiltStore lazy(StoreState state) {
    MemoryStore right = new MemoryStore(state);
    return new SpoiltStore(
        new LazyEvents(right.events(), state),
        new LazyLedger(right.ledger()),
        right.seals(),
        right.steps(),
        right.lock(),
        right.doctor());
  }

  @Override
  public String name() {
    return "spoilt";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.LANES);
  }

  @Override
  public void close() {}
}
