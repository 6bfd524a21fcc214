package io.webhookguard.torture.mutants;

import io.webhookguard.api.store.GuardStore;
import java.time.InstantSource;
import java.util.Optional;

/** What is wrong with a guard: it stands between the engine and its store. */
interface Flaw {

  /** A guard that is as it should be. */
  Flaw NONE = (store, node) -> store;

  /** The store as the engine of this node finds it. */
  GuardStore around(GuardStore store, Node node);

  /** The clock by which one of the nodes judges leases, if it is not the store's. */
  default Optional<InstantSource> clock() {
    return Optional.empty();
  }
}
