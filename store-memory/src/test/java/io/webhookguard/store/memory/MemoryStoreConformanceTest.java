package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in memory keeps every rule that it can keep. */
final class MemoryStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new MemoryHarness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
