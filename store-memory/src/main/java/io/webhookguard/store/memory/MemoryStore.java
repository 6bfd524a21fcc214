package io.webhookguard.store.memory;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * The store that lives in one process: for tests and examples, and the readable model of the rules.
 *
 * <p>It keeps every rule of {@code docs/contract.md} except those of processes that end or share
 * data: when the process is gone, so is everything that was acknowledged. One monitor guards all
 * state, so that a transition is atomic because nobody sees half of it.
 *
 * <p>How it is laid out, so that it can be read as the model: {@link EventRow} is the state of one
 * event; {@link EventTable} finds rows, {@link Lanes} says which of a lane is the head; {@link
 * Admissions}, {@link Claims}, {@link Settlements}, {@link Interventions} and {@link Purge} are the
 * transitions, one family of rules each; {@link Journal} is the ledger that they write.
 */
public final class MemoryStore implements GuardStore {

  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;
  private final StoreDoctor doctor;

  /** An empty store that runs on the system's clock. */
  public MemoryStore() {
    this(InstantSource.system());
  }

  /**
   * An empty store.
   *
   * @param clock the store's clock: every lease, due time and age is judged by it alone
   */
  public MemoryStore(InstantSource clock) {
    this(new StoreState(clock));
  }

  MemoryStore(StoreState state) {
    this.events = new MemoryEventStore(state);
    this.ledger = new MemoryLedger(state);
    this.seals = new MemorySeals(state);
    this.steps = new MemorySteps(state);
    this.lock = new MemoryLock(state);
    this.doctor = () -> examine(state);
  }

  private static StoreDoctor.Diagnosis examine(StoreState state) {
    StoreDoctor.Finding nothingKept = new StoreDoctor.Finding("persistence", "none", true, "");
    return new StoreDoctor.Diagnosis(
        "memory", DurabilityLevel.VOLATILE, state.now(), List.of(nothingKept));
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public Seals seals() {
    return seals;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public StoreDoctor doctor() {
    return doctor;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.LANES);
  }

  /** Does nothing: there is nothing to let go of. */
  @Override
  public void close() {}
}
