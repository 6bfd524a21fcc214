package io.webhookguard.server.send;

import java.time.Duration;
import java.util.SortedMap;

/**
 * What was sent and what came of it.
 *
 * @param events how many events
 * @param acknowledgedEvents how many of them were answered 2xx at least once
 * @param deliveries how many deliveries, duplicates included
 * @param acknowledgedDeliveries how many of them were answered 2xx in the end
 * @param requests how many requests, retries included, by the label of their outcome
 * @param elapsed how long it took
 */
public record SendReport(
    long events,
    long acknowledgedEvents,
    long deliveries,
    long acknowledgedDeliveries,
    SortedMap<String, Long> requests,
    Duration elapsed) {

  /** Whether each delivery was acknowledged in the end. */
  public boolean isComplete() {
    return acknowledgedDeliveries == deliveries;
  }

  /** Deliveries that ended, per second. */
  public double deliveriesPerSecond() {
    return deliveries / Math.max(1e-3, elapsed.toNanos() / 1e9);
  }
}
