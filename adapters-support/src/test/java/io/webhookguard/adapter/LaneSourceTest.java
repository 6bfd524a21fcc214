package io.webhookguard.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneSourceTest {

  @Test
  @DisplayName("a path finds the text at its place, as it stands")
  void findsTextInBody() {
    assertThat(laneOf("a.b", "{\"a\":{\"b\":\"Ünï 1\"}}")).contains(Lane.of("Ünï 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"a\":null}", "{\"a\":5}", "{\"a\":{\"id\":\"x\"}}", "{\"a\":[]}"})
  @DisplayName("where there is no text there is no lane")
  void noTextIsNoLane(String body) {
    assertThat(laneOf("a", body)).contains(Lane.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a ", "a\\u0000", "a\\nb", "\\ud800"})
  @DisplayName("a text that cannot name a lane is no lane and not none")
  void badTextIsRefused(String text) {
    assertThat(laneOf("a", "{\"a\":\"" + text + "\"}")).isEmpty();
    assertThat(laneOf("a", "{\"a\":\"" + "x".repeat(256) + "\"}")).isEmpty();
  }

  @Test
  @DisplayName("a header gives the lane if there is one line of it")
  void findsTextInHeader() {
    LaneSource source = LaneSource.parse("header:X-Order");

    assertThat(source.paths()).isEmpty();
    assertThat(laneOf(source, Map.of("x-order", List.of("o-1")))).contains(Lane.of("o-1"));
    assertThat(laneOf(source, Map.of())).contains(Lane.NONE);
    assertThat(laneOf(source, Map.of("x-order", List.of("o-1", "o-2")))).isEmpty();
    assertThat(laneOf(source, Map.of("x-order", List.of(" ")))).isEmpty();
  }

  @Test
  @DisplayName("none is no lane whatever comes")
  void noneIsNoLane() {
    assertThat(laneOf("none", "{\"none\":\"x\"}")).contains(Lane.NONE);
    assertThat(LaneSource.parse("none")).isSameAs(LaneSource.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "header:", "header:a b", "header:a:b", "header:ä"})
  @DisplayName("a setting that names no place is refused")
  void refusesBadSettings(String setting) {
    assertThatThrownBy(() -> LaneSource.parse(setting)).isInstanceOf(ConfigurationException.class);
  }

  private static Optional<Lane> laneOf(String setting, String body) {
    LaneSource source = LaneSource.parse(setting);
    return source.laneOf(Headers.EMPTY, scan(source, body));
  }

  private static Optional<Lane> laneOf(LaneSource source, Map<String, List<String>> headers) {
    return source.laneOf(Headers.of(headers), scan(source, "{}"));
  }

  private static JsonScan.Found scan(LaneSource source, String body) {
    Payload payload = Payload.of("application/json", body.getBytes(StandardCharsets.UTF_8));
    return (JsonScan.Found) JsonScanner.forPaths(source.paths()).scan(payload);
  }
}
