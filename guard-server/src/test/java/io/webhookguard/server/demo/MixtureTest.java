package io.webhookguard.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.server.send.Shipment;
import io.webhookguard.server.send.Simulators;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MixtureTest {

  private static final int LANES = 8;
  private static final int ROUNDS = 6;

  private final ProviderSimulator stripe =
      Simulators.of(
          "stripe", Secret.of(GatewayFile.SECRET), SimulatorSettings.seeded(3).withLanes(LANES));
  private final Mixture mixture = new Mixture(stripe, LANES, ROUNDS);

  @Test
  void eachGenuineEventIsDeliveredAsItsClassSays() {
    assertThat(mixture.genuine()).hasSize(LANES * ROUNDS);
    Set<EventClass> seen = new HashSet<>();
    for (Shipment shipment : mixture.genuine()) {
      EventClass kind = mixture.classOf(shipment.event());
      assertThat(shipment.copies()).isEqualTo(kind.copies());
      assertThat(kind.flaw()).isEmpty();
      seen.add(kind);
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            EventClass.ONCE, EventClass.THREE_TIMES, EventClass.AT_ONCE, EventClass.OUT_OF_ORDER);
  }

  @Test
  void onlyTheLanesThatAreToldSoAreOutOfOrder() {
    Map<String, Long> lastOfLane = new HashMap<>();
    Set<String> disordered = new HashSet<>();
    for (Shipment shipment : mixture.genuine()) {
      SimulatedEvent event = shipment.event();
      long before = lastOfLane.getOrDefault(event.lane(), 0L);
      lastOfLane.put(event.lane(), event.sequence());
      if (event.sequence() < before) {
        disordered.add(event.lane());
        assertThat(mixture.classOf(event)).isEqualTo(EventClass.OUT_OF_ORDER);
      }
    }
    assertThat(disordered).hasSize(LANES / 4);
  }

  @Test
  void forgedEventsAreNeverSentGenuinely() {
    Set<String> genuine = new HashSet<>();
    mixture.genuine().forEach(shipment -> genuine.add(shipment.event().eventId()));
    assertThat(mixture.forged()).hasSize(stripe.flaws().size());
    for (List<Shipment> shipments : mixture.forged().values()) {
      assertThat(shipments).isNotEmpty();
      shipments.forEach(shipment -> assertThat(genuine).doesNotContain(shipment.event().eventId()));
    }
  }
}
