package com.example.filestore;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

// guide: test-begin
/** The store keeps every rule that it can keep. */
final class FileStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new FileHarness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
// guide: test-end
