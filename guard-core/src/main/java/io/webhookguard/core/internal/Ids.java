package io.webhookguard.core.internal;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids from the runtime's randomness. */
public final class Ids {

  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_IETF = 0x8000000000000000L;

  private final RandomGenerator random;

  /** Takes its randomness from here. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** A random UUID. */
  public UUID next() {
    long high = (random.nextLong() & ~0xF000L) | VERSION_4;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | VARIANT_IETF;
    return new UUID(high, low);
  }
}
