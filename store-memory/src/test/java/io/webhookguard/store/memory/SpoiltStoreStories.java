package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/**
 * Stories told to one wrong store. Not a test of the build: its name keeps it out, and {@link
 * WrongStoresDisagreeTest} runs it.
 */
final class SpoiltStoreStories implements StoreProperties {

  /** The one that is tried: jqwik makes the instances and takes no parameters. */
  static volatile WrongStore tried = WrongStore.RIGHT;

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness(tried::around);
  }
}
