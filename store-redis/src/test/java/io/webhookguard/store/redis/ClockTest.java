package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ticks follow the server's clock and never go back, so it must not lead them where they end. */
final class ClockTest {

  private static final Duration CENTURIES = Duration.ofDays(240 * 366);

  @Test
  @DisplayName("ES-57 a clock that is centuries ahead is refused, and nothing is spoilt")
  void centuriesAhead() {
    try (DividedStore divided = new DividedStore()) {
      divided.admit("evt-1");
      divided.advance(CENTURIES);
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> divided.admit("evt-2"))
          .withMessageContaining("clock");
      divided.advance(CENTURIES.negated());
      divided.admit("evt-2");
      assertThat(divided.runDue(1)).containsExactly("evt-1");
      assertThat(divided.runDue(1)).containsExactly("evt-2");
      assertThat(divided.store().ledger().entries(Fixture.key("evt-2"))).hasSize(3);
    }
  }
}
