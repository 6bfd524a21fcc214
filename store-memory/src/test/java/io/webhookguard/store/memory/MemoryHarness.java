package io.webhookguard.store.memory;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.StoreHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A store in memory on a clock that is moved by hand. */
final class MemoryHarness implements StoreHarness {

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final GuardStore store;
  private final GuardStore neighbour;

  MemoryHarness() {
    this(state -> new MemoryStore(state));
  }

  /** The store that the function makes around the state, and another such store beside it. */
  MemoryHarness(Function<StoreState, GuardStore> store) {
    this(store, (state, first) -> store.apply(state));
  }

  /** The store that the function makes around the state, and one beside it. */
  MemoryHarness(
      Function<StoreState, GuardStore> store,
      BiFunction<StoreState, GuardStore, GuardStore> neighbour) {
    this.store = store.apply(new StoreState(() -> now));
    this.neighbour = neighbour.apply(new StoreState(() -> now), this.store);
  }

  @Override
  public GuardStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return store;
  }

  @Override
  public GuardStore neighbour() {
    return neighbour;
  }

  @Override
  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.LANES);
  }

  @Override
  public Duration precision() {
    return Duration.ofNanos(1);
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException("what lives in a process ends with it");
  }

  /** None: whoever looks sees all of a call or nothing, since it holds the one monitor. */
  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.empty();
  }

  @Override
  public void close() {
    store.close();
    neighbour.close();
  }
}
