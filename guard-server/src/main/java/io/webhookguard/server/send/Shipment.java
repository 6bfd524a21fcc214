package io.webhookguard.server.send;

import io.webhookguard.adapter.SimulatedEvent;

/**
 * An event to send.
 *
 * @param event what to send
 * @param copies how many deliveries of it to make, at least 1
 */
public record Shipment(SimulatedEvent event, int copies) {
  public Shipment {
    if (copies < 1) {
      throw new IllegalArgumentException("a shipment has at least 1 copy, got " + copies);
    }
  }
}
