package com.example.filestore;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

// guide: test-begin
/** The store agrees with the model of the contract in any story. */
final class FileStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new FileHarness();
  }
}
// guide: test-end
