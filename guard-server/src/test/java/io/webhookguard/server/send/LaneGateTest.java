package io.webhookguard.server.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.event.Payload;
import org.junit.jupiter.api.Test;

final class LaneGateTest {

  private final LaneGate gate = new LaneGate();

  @Test
  void oneOfALaneGoesAndTheOthersFollowInOrder() {
    Shipment first = shipment("a", 1);
    Shipment second = shipment("a", 2);
    Shipment third = shipment("a", 3);

    assertThat(gate.enter(first)).contains(first);
    assertThat(gate.enter(second)).isEmpty();
    assertThat(gate.enter(third)).isEmpty();

    assertThat(gate.leave(first)).contains(second);
    assertThat(gate.leave(second)).contains(third);
    assertThat(gate.leave(third)).isEmpty();
    assertThat(gate.enter(first)).contains(first);
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    Shipment one = shipment("a", 1);
    Shipment other = shipment("b", 1);

    assertThat(gate.enter(one)).contains(one);
    assertThat(gate.enter(other)).contains(other);
  }

  @Test
  void withoutALaneAllGo() {
    Shipment one = shipment("", 0);
    Shipment other = shipment("", 0);

    assertThat(gate.enter(one)).contains(one);
    assertThat(gate.enter(other)).contains(other);
    assertThat(gate.leave(one)).isEmpty();
  }

  private static Shipment shipment(String lane, long sequence) {
    String id = "evt_" + lane + sequence;
    return new Shipment(
        new SimulatedEvent(id, "t", lane, sequence, Payload.of("", new byte[] {1})), 1);
  }
}
