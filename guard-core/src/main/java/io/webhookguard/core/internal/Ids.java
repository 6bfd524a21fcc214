package io.webhookguard.core.internal;

import io.webhookguard.api.event.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids from the runtime's randomness, and from what they are to name. */
public final class Ids {

  private static final long VERSION_4 = 0x4000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_IETF = 0x8000000000000000L;

  private final RandomGenerator random;

  /** Takes its randomness from here. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** A random UUID. */
  public UUID next() {
    return uuid(random.nextLong(), random.nextLong(), VERSION_4);
  }

  /** The UUID of these parts: the same for the same ones, and for no others. */
  static UUID derived(String domain, String... parts) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.ofTuple(domain, parts).toByteArray());
    return uuid(digest.getLong(), digest.getLong(), VERSION_8);
  }

  private static UUID uuid(long first, long second, long version) {
    long high = (first & ~0xF000L) | version;
    long low = (second & 0x3FFFFFFFFFFFFFFFL) | VARIANT_IETF;
    return new UUID(high, low);
  }
}
