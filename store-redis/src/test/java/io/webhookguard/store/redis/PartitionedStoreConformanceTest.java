package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in several partitions, where lanes live apart from their events, keeps them too. */
final class PartitionedStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new RedisHarness(5);

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
