package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoreClockTest {

  @Test
  void givenTimeIsCutToMillisecondsAndTheDatabasesIsNull() {
    Instant now = Instant.parse("2026-01-01T00:00:00.123999Z");

    assertThat(new StoreClock(Optional.of(() -> now)).givenMillis())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z").toEpochMilli());
    assertThat(new StoreClock(Optional.empty()).givenMillis()).isNull();
  }

  @Test
  void delaysAreNeverShorterThanAskedFor() {
    assertThat(StoreClock.after(1_000, Duration.ofMillis(5))).isEqualTo(1_005);
    assertThat(StoreClock.after(1_000, Duration.ofNanos(5_000_001))).isEqualTo(1_006);
    assertThat(StoreClock.after(1_000, Duration.ZERO)).isEqualTo(1_000);
  }

  @Test
  void agesAreNeverShorterThanAskedForAndEndIn1970() {
    assertThat(StoreClock.before(1_000, Duration.ofMillis(5))).isEqualTo(995);
    assertThat(StoreClock.before(1_000, Duration.ofNanos(4_000_001))).isEqualTo(995);
    assertThat(StoreClock.before(1_000, Duration.ofSeconds(Long.MAX_VALUE))).isZero();
  }
}
