package io.webhookguard.server.send;

import io.webhookguard.adapter.SimulatedEvent;

/** Hears what happens while events are sent. Called by many threads at once. */
public interface SendObserver {

  /** A request ended. */
  void onOutcome(SimulatedEvent event, Outcome outcome);

  /**
   * The event was answered 2xx for the first time. The next event of its lane is sent after this
   * returns.
   */
  void onAcknowledged(SimulatedEvent event);

  /** All deliveries of the event have ended. */
  void onFinished(SimulatedEvent event, boolean acknowledged);
}
