package io.webhookguard.adapter.stripe;

import io.webhookguard.conformance.AdapterHarness;
import io.webhookguard.conformance.ProviderAdapterContract;

/** The Stripe adapter keeps every rule of adapters. */
final class StripeConformanceTest implements ProviderAdapterContract {

  private final AdapterHarness harness = new StripeHarness();

  @Override
  public AdapterHarness harness() {
    return harness;
  }
}
