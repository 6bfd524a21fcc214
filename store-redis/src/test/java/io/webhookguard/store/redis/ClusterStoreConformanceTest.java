package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in a cluster of three masters keeps every rule that it can keep. */
final class ClusterStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = SharedCluster.harness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
