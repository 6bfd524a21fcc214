package io.webhookguard.store.memory;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;
import java.util.function.Function;

/**
 * Overlapping calls to one wrong store. Not a test of the build: its name keeps it out, and {@link
 * WrongStoresDisagreeTest} runs it.
 */
final class SpoiltInterleavings implements InterleavingProperties {

  /** Makes the one that is tried: jqwik makes the instances and takes no parameters. */
  static volatile Function<StoreState, GuardStore> tried = WrongStore.RIGHT::around;

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness(tried);
  }
}
