package io.webhookguard.server.send;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Lets one event of a lane pass at a time, in the order they came; events without a lane always
 * pass. It knows the lanes that are in use alone. Safe for use by many threads.
 */
final class LaneGate {

  private final Map<String, Queue<Shipment>> waitingByLane = new HashMap<>();

  /** The shipment itself if it may go now; it then holds its lane. Else it waits here. */
  synchronized Optional<Shipment> enter(Shipment shipment) {
    String lane = shipment.event().lane();
    if (lane.isEmpty()) {
      return Optional.of(shipment);
    }
    Queue<Shipment> waiting = waitingByLane.get(lane);
    if (waiting == null) {
      waitingByLane.put(lane, new ArrayDeque<>(0));
      return Optional.of(shipment);
    }
    waiting.add(shipment);
    return Optional.empty();
  }

  /** Ends the shipment's hold on its lane; the answer is who holds it next and may go now. */
  synchronized Optional<Shipment> leave(Shipment shipment) {
    String lane = shipment.event().lane();
    Queue<Shipment> waiting = waitingByLane.get(lane);
    if (waiting == null) {
      return Optional.empty();
    }
    Shipment next = waiting.poll();
    if (next == null) {
      waitingByLane.remove(lane);
    }
    return Optional.ofNullable(next);
  }
}
