package io.webhookguard.conformance;

import io.webhookguard.testsupport.kit.Planted;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kit on one wrong adapter, which a parameter of the run names. Not a test of the build: its
 * name keeps it out, and {@link WrongAdaptersAreCaughtTest} runs it.
 */
@ExtendWith(Planted.class)
final class SpoiltAdapterKit implements ProviderAdapterContract {

  private final AdapterHarness harness;

  SpoiltAdapterKit(Flaw flaw) {
    this.harness = new WidgetHarness(flaw);
  }

  @Override
  public AdapterHarness harness() {
    return harness;
  }
}
