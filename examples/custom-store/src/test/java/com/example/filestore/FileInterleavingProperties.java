package com.example.filestore;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** Whatever several callers are answered, some order explains it. */
final class FileInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new FileHarness();
  }
}
