package io.webhookguard.store.redis;

import java.time.Duration;
import java.time.Instant;

/** Time as the scripts count it: whole microseconds, cut off, since 1970. */
final class Micros {

  /** The greatest number that Lua counts without a gap. */
  static final long MOST = 1L << 53;

  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static long of(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / 1_000);
  }

  /** A duration that is longer than scripts can count is as good as for ever. */
  static long of(Duration duration) {
    return duration.getSeconds() >= MOST / PER_SECOND
        ? MOST
        : duration.getSeconds() * PER_SECOND + duration.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }
}
