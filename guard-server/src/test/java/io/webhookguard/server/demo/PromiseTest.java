package io.webhookguard.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.event.Payload;
import io.webhookguard.server.demo.Breach.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checker bites: each promise, broken once, is found, and nothing else is. */
final class PromiseTest {

  private final SimulatedEvent first = event("evt_1", "cus_1", 1);
  private final SimulatedEvent second = event("evt_2", "cus_1", 2);
  private final SimulatedEvent alone = event("evt_3", "", 0);
  private final List<SimulatedEvent> accepted = List.of(first, second, alone);

  private long serial;

  @Test
  void aGoodRunHasNoBreach() {
    assertThat(
            Promise.breaches(
                accepted,
                List.of(
                    forward(first, "k1", 1, 1, false),
                    forward(first, "k1", 2, 2, true),
                    forward(alone, "k3", 1, 1, false),
                    forward(second, "k2", 1, 3, false))))
        .isEmpty();
  }

  @Test
  void aDoubledEffectIsFound() {
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 1, false),
                forward(first, "k1-again", 2, 2, true),
                forward(second, "k2", 1, 3, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.ONE_EFFECT);
  }

  @Test
  void aKeyOfTwoEventsIsFound() {
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 1, false),
                forward(second, "k1", 1, 2, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.ONE_EFFECT);
  }

  @Test
  void aLostEventIsFound() {
    assertThat(rulesBroken(forward(first, "k1", 1, 1, false), forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.NOTHING_LOST);
  }

  @Test
  void anEffectOfAForgedEventIsFound() {
    SimulatedEvent forged = event("evt_forged", "cus_9", 1);
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 1, false),
                forward(forged, "k9", 1, 1, false),
                forward(second, "k2", 1, 2, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.NOTHING_INVENTED);
  }

  @Test
  void aChangedBodyIsFound() {
    SimulatedEvent changed =
        new SimulatedEvent("evt_1", "invoice.paid", "cus_1", 1, Payload.of("", new byte[] {7}));
    assertThat(
            rulesBroken(
                forward(changed, "k1", 1, 1, false),
                forward(second, "k2", 1, 2, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.SAME_BYTES);
  }

  @Test
  void anEventThatOvertakesIsFound() {
    assertThat(
            rulesBroken(
                forward(second, "k2", 1, 1, false),
                forward(first, "k1", 1, 2, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.LANE_ORDER);
  }

  @Test
  void aRepetitionAfterTheSuccessorRanIsFound() {
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 1, false),
                forward(second, "k2", 1, 2, false),
                forward(first, "k1", 2, 3, true),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.LANE_ORDER);
  }

  @Test
  void aTokenThatDoesNotGrowIsFound() {
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 5, false),
                forward(second, "k2", 1, 5, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.GROWING_TOKENS);
  }

  @Test
  void aRepetitionWithoutTheMarkIsFound() {
    assertThat(
            rulesBroken(
                forward(first, "k1", 1, 1, false),
                forward(first, "k1", 2, 2, false),
                forward(second, "k2", 1, 3, false),
                forward(alone, "k3", 1, 1, false)))
        .containsExactly(Rule.DOUBT_MARKED);
  }

  private Set<Rule> rulesBroken(Forward... forwards) {
    return Promise.breaches(accepted, Arrays.asList(forwards)).stream()
        .map(Breach::rule)
        .collect(Collectors.toSet());
  }

  private Forward forward(
      SimulatedEvent event, String key, int attempt, long token, boolean inDoubt) {
    return new Forward(
        ++serial,
        "/hooks",
        key,
        event.eventId(),
        event.type(),
        event.lane(),
        attempt,
        1,
        token,
        inDoubt,
        event.body().sha256());
  }

  private static SimulatedEvent event(String id, String lane, long sequence) {
    Payload body = Payload.of("", id.getBytes(StandardCharsets.UTF_8));
    return new SimulatedEvent(id, "invoice.paid", lane, sequence, body);
  }
}
