package io.webhookguard.server.gateway;

import static io.webhookguard.server.gateway.Target.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.network.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad bodies, over real sockets: signed, and still nothing that can be taken as it is. */
class BadBodyTest {

  private static Target target;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    target = new Target(folder);
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Test
  @DisplayName("B16 another content type is taken")
  void b16() throws Exception {
    byte[] event = SignedRequest.event("evt_b16").getBytes(UTF_8);
    String signature = SignedRequest.signature(SignedRequest.SECRET, SignedRequest.now(), event);
    byte[] request = SignedRequest.with("stripe", "Stripe-Signature: " + signature + "\r\n", event);
    String asText = new String(request, ISO_8859_1).replace("application/json", "text/x-odd");

    assertThat(target.send(asText).status()).isEqualTo(200);
    target.assertForwarded("evt_b16");
  }

  @Test
  @DisplayName("B17 an empty body with a good signature is 400")
  void b17() throws Exception {
    assertRefused(target.signed(""), 400, "bad request");
  }

  static Stream<byte[]> notStrictJson() {
    String event = SignedRequest.event("evt_json");
    ByteArrayOutputStream invalidUtf8 = new ByteArrayOutputStream();
    invalidUtf8.writeBytes("{\"id\":\"evt_".getBytes(UTF_8));
    invalidUtf8.write(0xC3);
    invalidUtf8.writeBytes("\"}".getBytes(UTF_8));
    return Stream.concat(
        Stream.of(invalidUtf8.toByteArray()),
        Stream.of(
                "\uFEFF" + event,
                event + "x",
                event + event,
                "{id:\"evt_json\"}",
                "{'id':'evt_json'}",
                "/* c */" + event,
                event.replace("true", "NaN"),
                event.replace("\"type\"", "\"extra\":,\"type\""),
                "[" + event + "]",
                "\"evt_json\"",
                "null",
                "{")
            .map(text -> text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("notStrictJson")
  @DisplayName("B18 signed, but no strict JSON object, is refused for good")
  void b18(byte[] body) throws Exception {
    Answer answer = target.gateway.send(SignedRequest.of("stripe", body));

    assertThat(answer.status()).isIn(400, 422);
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 30_000})
  @DisplayName("B19 nesting beyond the limit is 400, without an error of the JVM")
  void b19(int depth) throws Exception {
    String deep = "[".repeat(depth) + "]".repeat(depth);

    assertRefused(
        target.signed(SignedRequest.event("evt_b19", "\"livemode\":true,\"x\":" + deep + ",")),
        400,
        "bad request");
  }

  @Test
  @DisplayName("B20 a huge number is taken where nobody reads it")
  void b20() throws Exception {
    String event = SignedRequest.event("evt_b20", "\"livemode\":true,\"n\":1e1000000000,");

    assertThat(target.signed(event).status()).isEqualTo(200);
    target.assertForwarded("evt_b20");
  }

  @Test
  @DisplayName("B21 a repeated id is 400")
  void b21() throws Exception {
    assertRefused(
        target.signed(SignedRequest.event("evt_a", "\"livemode\":true,\"id\":\"evt_b\",")),
        400,
        "bad request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "7", "{}", "[]", "true"})
  @DisplayName("B22 an id that is no text is 422")
  void b22(String id) throws Exception {
    String event = SignedRequest.event("x").replace("\"id\":\"x\"", "\"id\":" + id);

    assertRefused(target.signed(event), 422, "unprocessable");
    assertRefused(target.signed(event.replace("\"id\":" + id + ",", "")), 422, "unprocessable");
  }

  static Stream<String> badIds() {
    return Stream.of(
        "a".repeat(256),
        "a\\u0000b",
        "a\\nb",
        "a\\u001bb",
        "a\\u0085b",
        "\\ud800",
        " a",
        "a ",
        "\\u00a0a",
        "\u00e9".repeat(128));
  }

  @ParameterizedTest
  @MethodSource("badIds")
  @DisplayName("B23 an id that cannot be kept is 422")
  void b23(String id) throws Exception {
    assertThat(target.signed(SignedRequest.event(id)).status()).isIn(400, 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE x;--",
        "{a}{b}",
        "*",
        "../..",
        "%s",
        "${jndi:ldap://x}",
        "\u202eabc",
        "<script>",
        "a:b",
        "\uD83D\uDE00"
      })
  @DisplayName("B24 any other text is an id like any other")
  void b24(String id) throws Exception {
    int before = target.destination.received().size();

    Answer answer = target.signed(SignedRequest.event(id));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"accepted\"");
    target.destination.awaitReceived(before + 1);
  }

  @Test
  @DisplayName("B25 ids that differ in case, accent, normal form or a dot are other events")
  void b25() throws Exception {
    List<String> ids =
        List.of(
            "evt_b25",
            "evt_B25",
            "evt_b25.",
            "evt_b25é",
            Normalizer.normalize("evt_b25é", Normalizer.Form.NFD),
            "evt_b25e");

    for (String id : ids) {
      assertThat(target.signed(SignedRequest.event(id)).body()).contains("accepted");
    }
  }

  @Test
  @DisplayName("B26 the same id in another account is another event")
  void b26() throws Exception {
    String first = SignedRequest.event("evt_b26", "\"livemode\":true,\"account\":\"acct_1\",");
    String second = SignedRequest.event("evt_b26", "\"livemode\":true,\"account\":\"acct_2\",");

    assertThat(target.signed(first).body()).contains("accepted");
    assertThat(target.signed(second).body()).contains("accepted");
    assertThat(target.signed(first).body()).contains("duplicate");
    target.destination.awaitReceived("evt_b26", 2);
  }

  @Test
  @DisplayName("B27 an event of the other mode is acknowledged and not forwarded")
  void b27() throws Exception {
    assertThat(target.signed(SignedRequest.event("evt_b27", "\"livemode\":false,")).status())
        .isEqualTo(200);
    assertThat(target.signed(SignedRequest.event("evt_b27_live")).status()).isEqualTo(200);
    target.assertForwarded("evt_b27_live");
    assertThat(target.destination.received("evt_b27")).isEmpty();
  }

  @Test
  @DisplayName("B30 a duplicate is 200 and runs nothing")
  void b30() throws Exception {
    assertThat(target.signed(SignedRequest.event("evt_b30")).body())
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"accepted\"}");
    target.assertForwarded("evt_b30");

    assertThat(target.signed(SignedRequest.event("evt_b30")).body())
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"duplicate\"}");
    assertThat(target.signed(SignedRequest.event("evt_b30", "\"livemode\":true,\"n\":2,")).body())
        .as("B34 another body under the same id")
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"duplicate\"}");
    assertThat(target.signed(SignedRequest.event("evt_b30_next")).status()).isEqualTo(200);
    target.assertForwarded("evt_b30_next");
    assertThat(target.destination.received("evt_b30")).hasSize(1);
  }
}
