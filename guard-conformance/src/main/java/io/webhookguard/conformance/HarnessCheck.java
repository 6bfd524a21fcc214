package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Looks at a harness before the kit relies on it: a wrong one would fail dozens of rules that the
 * store keeps, and name none of them truly.
 */
final class HarnessCheck {

  private static final Duration STEP = Duration.ofMinutes(1);

  private HarnessCheck() {}

  /**
   * Leaves the store and its clock as they were.
   *
   * @throws AssertionError that says what the author of the harness has to put right
   */
  static void of(StoreHarness harness) {
    GuardStore store = harness.store();
    assertThat(store)
        .as("harness: store() gives the same store until a restart")
        .isSameAs(harness.store());
    assertThat(store.capabilities())
        .as("harness: the store declares what the harness declares")
        .isEqualTo(harness.capabilities());
    assertThat(harness.precision()).as("harness: a step of time").isPositive();
    assertThat(store.events().search(EventQuery.ALL, PageRequest.first(1)).events())
        .as("harness: the store of a new test has no events")
        .isEmpty();
    assertThat(store.ledger().scan(0, 1).entries())
        .as("harness: the ledger of a new test has no entries")
        .isEmpty();
    assertThat(store.seals().newest())
        .as("harness: the ledger of a new test has no seals")
        .isEmpty();
    clock(harness);
  }

  private static void clock(StoreHarness harness) {
    Instant start = harness.store().doctor().examine().now();
    harness.advance(STEP);
    requireTime(harness, start.plus(STEP), "the store's clock moves as advance says");
    harness.advance(STEP.negated());
    requireTime(harness, start, "it also jumps back, and stands still otherwise");
  }

  private static void requireTime(StoreHarness harness, Instant expected, String claim) {
    assertThat(harness.store().doctor().examine().now())
        .as("harness: " + claim)
        .isCloseTo(expected, within(harness.precision().toNanos(), ChronoUnit.NANOS));
  }
}
