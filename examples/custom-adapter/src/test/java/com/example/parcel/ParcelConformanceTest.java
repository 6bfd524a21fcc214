package com.example.parcel;

import io.webhookguard.conformance.AdapterHarness;
import io.webhookguard.conformance.ProviderAdapterContract;

// guide: test-begin
/** The adapter keeps every rule of adapters. */
final class ParcelConformanceTest implements ProviderAdapterContract {

  private final AdapterHarness harness = new ParcelHarness();

  @Override
  public AdapterHarness harness() {
    return harness;
  }
}
// guide: test-end
