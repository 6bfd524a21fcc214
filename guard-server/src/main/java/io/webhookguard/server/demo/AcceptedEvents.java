package io.webhookguard.server.demo;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.send.Outcome;
import io.webhookguard.server.send.SendObserver;
import java.util.ArrayList;
import java.util.List;

/** Keeps the events that were answered 2xx, in the order in which that happened. */
public final class AcceptedEvents implements SendObserver {

  private final List<SimulatedEvent> inOrder = new ArrayList<>();

  @Override
  public void onOutcome(SimulatedEvent event, Outcome outcome) {
    // What counts is the first 2xx.
  }

  @Override
  public synchronized void onAcknowledged(SimulatedEvent event) {
    inOrder.add(event);
  }

  @Override
  public void onFinished(SimulatedEvent event, boolean acknowledged) {
    // It was accepted or not before.
  }

  /** The events so far. */
  public synchronized List<SimulatedEvent> inOrder() {
    return List.copyOf(inOrder);
  }
}
