package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in a cluster agrees with the model of the contract in any story. */
final class ClusterStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return SharedCluster.harness();
  }
}
