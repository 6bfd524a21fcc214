package io.webhookguard.api.store;

import java.time.Duration;

/**
 * How long settled events stay. Ages count from the time an event was settled, by the store's
 * clock.
 *
 * @param payload payloads and responses of COMPLETE and CANCELLED events go after this
 * @param dedupHorizon their tombstones go after this: a redelivery that comes later looks new. At
 *     least as long as {@code payload}
 */
public record Retention(Duration payload, Duration dedupHorizon) {

  public Retention {
    if (payload.isNegative() || dedupHorizon.compareTo(payload) < 0) {
      throw new IllegalArgumentException(
          "the dedup horizon ("
              + dedupHorizon
              + ") must not be shorter than payload retention ("
              + payload
              + ")");
    }
  }
}
