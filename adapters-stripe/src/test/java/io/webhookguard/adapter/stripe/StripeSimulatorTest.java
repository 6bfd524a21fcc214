package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.webhookguard.adapter.ProviderSimulator.Flaw;
import io.webhookguard.adapter.SimulatedDelivery;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StripeSimulatorTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_760_000_000);
  private static final Secret SECRET = Secret.of("whsec_simulated_secret");
  private static final int EVENTS = 500;

  @Test
  @DisplayName("the adapter reads in each delivery what the simulator says of it")
  void adapterAgreesWithSimulator() throws IOException {
    StripeSimulator stripe = seeded(7);
    Set<String> types = new HashSet<>();
    for (long i = 0; i < EVENTS; i++) {
      SimulatedEvent event = stripe.event(i);
      VerifiedEvent read = accept(stripe.deliver(event, NOW));
      JsonNode body = new ObjectMapper().readTree(event.body().toByteArray());

      assertThat(read.eventId()).isEqualTo(event.eventId());
      assertThat(read.type()).isEqualTo(event.type());
      assertThat(read.lane().text()).isEqualTo(event.lane());
      assertThat(read.scope()).isEqualTo("live");
      assertThat(body.at("/data/object/metadata/guard_sequence").asText())
          .isEqualTo(Long.toString(event.sequence()));
      types.add(event.type());
    }
    assertThat(types).hasSize(8).contains("payment_intent.succeeded", "invoice.payment_failed");
  }

  @Test
  @DisplayName("ids are unique, lanes are as many as asked for, sequences have no gap")
  void numbersLanesWithoutGaps() {
    StripeSimulator stripe = StripeSimulator.of(SECRET, SimulatorSettings.seeded(3).withLanes(7));
    Map<String, List<Long>> sequences = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (long i = 0; i < EVENTS; i++) {
      SimulatedEvent event = stripe.event(i);
      ids.add(event.eventId());
      sequences.computeIfAbsent(event.lane(), lane -> new ArrayList<>()).add(event.sequence());
    }

    assertThat(ids).hasSize(EVENTS);
    assertThat(sequences).hasSize(7);
    sequences.forEach(
        (lane, numbers) ->
            assertThat(numbers)
                .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList()));
  }

  @Test
  @DisplayName("one seed makes the same bytes, two seeds share neither ids nor lanes")
  void followsFromSeed() {
    assertThat(seeded(1).event(5)).isEqualTo(seeded(1).event(5));
    assertThat(names(seeded(1))).doesNotContainAnyElementsOf(names(seeded(2)));
  }

  private static Set<String> names(StripeSimulator stripe) {
    Set<String> names = new HashSet<>();
    for (long i = 0; i < 100; i++) {
      names.add(stripe.event(i).eventId());
      names.add(stripe.event(i).lane());
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  @DisplayName("a flawed delivery is refused for its flaw")
  void flawsAreRefused(Flaw flaw) {
    StripeSimulator stripe = seeded(1);

    assertThat(stripe.flaws()).contains(flaw);
    for (long i = 0; i < 20; i++) {
      Verification answer = judge(stripe.deliver(stripe.event(i), flaw, NOW));
      assertThat(SignedRequests.reasonOf(answer)).isEqualTo(flaw.expected());
    }
  }

  @Test
  @DisplayName("mode, account, type and lanes are as set")
  void followsSettings() {
    SimulatorSettings settings =
        SimulatorSettings.seeded(1).withType("radar.early_fraud_warning.created");
    StripeSimulator stripe =
        StripeSimulator.of(SECRET, settings).withAccount("acct_9").withLivemode(false);

    VerifiedEvent read = accept(stripe.deliver(stripe.event(0), NOW));

    assertThat(read.scope()).isEqualTo("test:acct_9");
    assertThat(read.type()).isEqualTo("radar.early_fraud_warning.created");
    assertThat(read.lane().isNone()).isFalse();
  }

  @Test
  @DisplayName("a body of the user's is sent as it is, good or not")
  void sendsOwnBody() {
    String good = "{\"id\":\"evt_own\",\"type\":\"a\",\"data\":{\"object\":{\"customer\":\"c\"}}}";
    for (String text : List.of(good, "", "not json", "x".repeat(10))) {
      Payload body = Payload.of("text/plain", text.getBytes(StandardCharsets.UTF_8));
      StripeSimulator stripe =
          StripeSimulator.of(SECRET, SimulatorSettings.seeded(1).withBody(body));
      SimulatedDelivery delivery = stripe.deliver(stripe.event(3), NOW);

      assertThat(delivery.body()).isEqualTo(body);
      assertThat(delivery.headers().first("content-type")).contains("text/plain");
      assertThat(delivery.event().eventId()).isEqualTo(text.equals(good) ? "evt_own" : "");
      assertThat(
              SignedRequests.reasonOf(
                  judge(stripe.deliver(stripe.event(3), Flaw.TAMPERED_BODY, NOW))))
          .isEqualTo(Flaw.TAMPERED_BODY.expected());
    }
  }

  @Test
  @DisplayName("settings that would break a payload are refused")
  void refusesBadSettings() {
    SimulatorSettings settings = SimulatorSettings.seeded(1);

    assertThatThrownBy(() -> settings.withType("a\"b")).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> settings.withLanes(0)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> StripeSimulator.of(SECRET, settings).withAccount("a\"b"))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> seeded(1).event(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static StripeSimulator seeded(long seed) {
    return StripeSimulator.of(SECRET, SimulatorSettings.seeded(seed));
  }

  private static Verification judge(SimulatedDelivery delivery) {
    return StripeAdapter.withDefaults()
        .verify(
            delivery.toRequest("https://example.com/in/s"), Secrets.of(List.of(SECRET)), () -> NOW);
  }

  private static VerifiedEvent accept(SimulatedDelivery delivery) {
    return ((Verification.Verified) judge(delivery)).events().get(0);
  }
}
