package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What servers know an event by: the first bytes of the digest of its event id, then the digest of
 * its whole key. One index so finds an event by its key, and all events with one provider's id.
 */
public final class StoredKey {

  /** How many bytes stand before the digest of the key. */
  public static final int PREFIX_BYTES = 8;

  private StoredKey() {}

  /** The bytes that the row of the event has as its key. */
  public static byte[] of(EventKey key) {
    byte[] stored = Arrays.copyOf(ofId(key.eventId()), PREFIX_BYTES + Sha256.BYTES);
    System.arraycopy(key.digest().toByteArray(), 0, stored, PREFIX_BYTES, Sha256.BYTES);
    return stored;
  }

  private static byte[] ofId(String eventId) {
    return Sha256.of(eventId.getBytes(StandardCharsets.UTF_8)).toByteArray();
  }
}
