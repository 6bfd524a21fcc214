package io.webhookguard.store.sql.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a store's time comes from: the given source, else the database.
 *
 * <p>The source is for tests. Without one, {@link #givenMillis} is null and every statement takes
 * the database's own now, so that no node's clock takes part (ES-33). The precision is one
 * millisecond.
 */
public final class StoreClock {

  private final Optional<InstantSource> given;

  /** The given source, or the database where there is none. */
  public StoreClock(Optional<InstantSource> given) {
    this.given = given;
  }

  /** The given now in milliseconds since 1970, or null to let the database decide. */
  public @Nullable Long givenMillis() {
    return given.map(source -> source.instant().toEpochMilli()).orElse(null);
  }

  /** Whether the time is given rather than the database's. */
  public boolean isGiven() {
    return given.isPresent();
  }

  /** A time after another, rounded up: a lease or delay is never shorter than it was asked for. */
  public static long after(long nowMillis, Duration delay) {
    return Math.addExact(nowMillis, millisRoundedUp(delay));
  }

  /** The time so long before another, rounded down and never before 1970. */
  public static long before(long nowMillis, Duration age) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    return age.compareTo(Duration.between(Instant.EPOCH, now)) >= 0
        ? 0
        : nowMillis - millisRoundedUp(age);
  }

  private static long millisRoundedUp(Duration duration) {
    long millis = duration.toMillis();
    return Duration.ofMillis(millis).equals(duration) ? millis : millis + 1;
  }
}
