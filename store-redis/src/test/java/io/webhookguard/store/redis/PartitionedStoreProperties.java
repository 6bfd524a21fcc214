package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in several partitions agrees with the model of the contract in any story. */
final class PartitionedStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new RedisHarness(5);
  }
}
