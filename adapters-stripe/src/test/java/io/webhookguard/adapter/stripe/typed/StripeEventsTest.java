package io.webhookguard.adapter.stripe.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.Event;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StripeEventsTest {

  @Test
  @DisplayName("a payload becomes an event with its object")
  void readsEvent() {
    StripeSimulator stripe =
        StripeSimulator.of(
            Secret.of("whsec_test_secret"),
            SimulatorSettings.seeded(1).withType("charge.succeeded"));
    Payload payload = stripe.event(0).body();

    Event event = StripeEvents.snapshot(payload);

    assertThat(event.getId()).isEqualTo(stripe.event(0).eventId());
    assertThat(event.getType()).isEqualTo("charge.succeeded");
    assertThat(event.getLivemode()).isTrue();
    assertThat(event.getDataObjectDeserializer().getRawJson())
        .contains("Zürich", stripe.event(0).lane());
  }

  @Test
  @DisplayName("what stripe-java would misread is refused, and not shown")
  void refusesWhatIsNoSnapshot() {
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "{id:'4242'}",
            "{\"object\":\"event\",\"object\":\"event\"}",
            "{\"object\":\"v2.core.event\",\"id\":\"4242\"}",
            "{\"object\":\"event\",\"detail\":{\"object\":\"event\",\"id\":\"4242\"}}",
            "{\"object\":\"event\",\"specversion\":\"1.0\",\"data\":{\"id\":\"4242\"}}",
            "{\"object\":\"event\",\"livemode\":\"4242\",\"created\":\"4242x\"}",
            "{\"object\":\"event\",\"x\":" + "[".repeat(200_000))) {
      Payload payload = Payload.of("", body.getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> StripeEvents.snapshot(payload))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("4242")
          .hasNoCause();
    }
  }
}
