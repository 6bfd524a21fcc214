package io.webhookguard.server.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.event.Payload;
import io.webhookguard.server.send.Journey.Step;
import org.junit.jupiter.api.Test;

final class JourneyTest {

  @Test
  void theFirstAcknowledgementCountsOnce() {
    Journey journey = journey(3);

    assertThat(journey.end(false)).isEqualTo(Step.NONE);
    assertThat(journey.end(true)).isEqualTo(Step.ACKNOWLEDGED);
    assertThat(journey.end(true)).isEqualTo(Step.FINISHED);
  }

  @Test
  void theLastDeliveryMayBeTheFirstAcknowledgement() {
    Journey journey = journey(2);

    assertThat(journey.end(false)).isEqualTo(Step.NONE);
    assertThat(journey.end(true)).isEqualTo(Step.ACKNOWLEDGED_LAST);
  }

  @Test
  void withoutAnyItIsGivenUpByTheLast() {
    Journey journey = journey(2);

    assertThat(journey.end(false)).isEqualTo(Step.NONE);
    assertThat(journey.end(false)).isEqualTo(Step.GIVEN_UP);
    assertThatThrownBy(() -> journey.end(true)).isInstanceOf(IllegalStateException.class);
  }

  private static Journey journey(int copies) {
    return new Journey(
        new Shipment(new SimulatedEvent("evt", "t", "l", 1, Payload.of("", new byte[0])), copies));
  }
}
