package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.api.store.Capability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every contract of a store begins with.
 *
 * <p>A test class makes its harness in a field, so that each test, which runs on an instance of its
 * own, has a fresh one.
 */
@ExtendWith(ConformanceReport.class)
public interface StoreUnderTest {

  /** The harness of the running test; the same one on every call. */
  StoreHarness harness();

  /** A story that begins with an empty store. */
  default Scenario scenario() {
    assertThat(harness().store().capabilities())
        .as("the store and its harness declare the same capabilities")
        .isEqualTo(harness().capabilities());
    return new Scenario(harness());
  }

  /** As {@link #scenario}, for rules that hold only for stores with the capability. */
  default Scenario scenario(Capability needed) {
    assumeTrue(
        harness().capabilities().contains(needed), () -> "the store does not declare " + needed);
    return scenario();
  }

  /** Closes the harness when its test is over. */
  @AfterEach
  default void closeHarness() {
    harness().close();
  }
}
