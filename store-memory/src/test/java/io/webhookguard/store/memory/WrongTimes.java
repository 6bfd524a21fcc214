package io.webhookguard.store.memory;

import io.webhookguard.api.store.GuardStore;
import java.time.temporal.ChronoUnit;

/** What can be wrong with how times are kept. */
final class WrongTimes {

  private WrongTimes() {}

  /** The columns hold whole seconds, though the clock is finer. */
  static GuardStore inWholeSeconds(MemoryStore store, StoreState state) {
    StoreState coarse = new StoreState(() -> state.now().truncatedTo(ChronoUnit.SECONDS));
    MemoryStore kept = new MemoryStore(coarse);
    return new SpoiltStore(
        kept.events(), kept.ledger(), kept.seals(), kept.steps(), kept.lock(), store.doctor());
  }
}
