package io.webhookguard.server.demo;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.send.Shipment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a demonstration: which there are, how each is delivered, and in what order.
 *
 * <p>In every fourth lane each second event is delivered before its predecessor, as providers do
 * that promise no order. The other events take turns in being delivered once and several times.
 */
final class Mixture {

  private static final int OUT_OF_ORDER_LANES = 4;
  private static final int FORGED_OF_EACH = 12;

  private static final List<EventClass> TURNS =
      List.of(EventClass.ONCE, EventClass.THREE_TIMES, EventClass.AT_ONCE);

  private final Map<String, EventClass> classById = new HashMap<>();
  private final List<Shipment> genuine = new ArrayList<>();
  private final Map<EventClass, List<Shipment>> forged = new LinkedHashMap<>();

  /**
   * Mixes events.
   *
   * @param rounds how many events each lane has
   */
  Mixture(ProviderSimulator simulator, int lanes, int rounds) {
    Map<String, List<SimulatedEvent>> byLane = new LinkedHashMap<>();
    long events = (long) lanes * rounds;
    for (long index = 0; index < events; index++) {
      SimulatedEvent event = simulator.event(index);
      byLane.computeIfAbsent(event.lane(), lane -> new ArrayList<>()).add(event);
    }
    classify(byLane);
    for (int round = 0; round < rounds; round++) {
      for (List<SimulatedEvent> lane : byLane.values()) {
        SimulatedEvent event = lane.get(round);
        genuine.add(new Shipment(event, classOf(event).copies()));
      }
    }
    forge(simulator, events);
  }

  private void classify(Map<String, List<SimulatedEvent>> byLane) {
    int lane = 0;
    int turn = 0;
    for (List<SimulatedEvent> events : byLane.values()) {
      boolean outOfOrder = ++lane % OUT_OF_ORDER_LANES == 0;
      for (SimulatedEvent event : events) {
        EventClass turned = TURNS.get(turn++ % TURNS.size());
        classById.put(event.eventId(), outOfOrder ? EventClass.OUT_OF_ORDER : turned);
      }
      for (int place = 1; outOfOrder && place < events.size(); place += 2) {
        Collections.swap(events, place - 1, place);
      }
    }
  }

  private void forge(ProviderSimulator simulator, long firstIndex) {
    long index = firstIndex;
    for (EventClass kind : EventClass.values()) {
      if (kind.flaw().filter(simulator.flaws()::contains).isEmpty()) {
        continue;
      }
      List<Shipment> shipments = new ArrayList<>();
      for (int number = 0; number < FORGED_OF_EACH; number++) {
        SimulatedEvent event = simulator.event(index++);
        classById.put(event.eventId(), kind);
        shipments.add(new Shipment(event, kind.copies()));
      }
      forged.put(kind, Collections.unmodifiableList(shipments));
    }
  }

  /** The genuine events in the order in which they are to be delivered. */
  List<Shipment> genuine() {
    return Collections.unmodifiableList(genuine);
  }

  /** The events that are to be refused. */
  Map<EventClass, List<Shipment>> forged() {
    return Collections.unmodifiableMap(forged);
  }

  /** How the event is delivered. */
  EventClass classOf(SimulatedEvent event) {
    return classOf(event.eventId());
  }

  /** How the event of this id is delivered. */
  EventClass classOf(String eventId) {
    EventClass kind = classById.get(eventId);
    if (kind == null) {
      throw new IllegalArgumentException("nobody sent " + eventId);
    }
    return kind;
  }
}
