package io.webhookguard.testsupport.stores;

import io.webhookguard.api.store.Capability;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.TransactionalHarness;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the kit is told alike of all SQL stores. */
public interface SqlHarness extends TransactionalHarness {

  /** The clock of all its stores. */
  MovedClock clock();

  /** Clients of its stores' database that die. */
  DyingClients dyingClients();

  @Override
  default void advance(Duration by) {
    clock().move(by);
  }

  @Override
  default Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  default Duration precision() {
    return Duration.ofMillis(1);
  }

  @Override
  default Optional<CrashHook> crashHook() {
    return Optional.of(dyingClients());
  }
}
