package io.webhookguard.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.gateway.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of bad input, over real sockets, to a gateway for Stripe. */
class BadInputTest {

  private static final String EXPECT_CONTINUE = "Expect: 100-continue\r\n\r\n";

  private static TestGateway gateway;
  private static Destination destination;
  private static LogWatch log;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    log = new LogWatch();
    destination = new Destination();
    gateway =
        TestGateway.start(
            folder,
            TestGateway.SHORT,
            "memory:",
            "lane: none",
            "bind: {livemode: true}",
            "forward: {url: \"" + destination.url() + "\"}");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    destination.close();
    log.close();
    assertThat(log.events())
        .as("nothing that a sender does is logged with a stack trace or breaks a line")
        .allSatisfy(
            event -> {
              assertThat(event.getThrowableProxy()).isNull();
              assertThat(event.getFormattedMessage()).doesNotContainPattern("[\\p{Cc}\u2028]");
            });
  }

  private static Answer send(String request) throws IOException {
    return gateway.send(request.getBytes(ISO_8859_1));
  }

  private static Answer signed(String body) throws IOException {
    return gateway.send(SignedRequest.of("stripe", body));
  }

  private static Answer withSignature(String... lines) throws IOException {
    String headers =
        Stream.of(lines)
            .map(line -> "Stripe-Signature: " + line + "\r\n")
            .collect(Collectors.joining());
    return gateway.send(SignedRequest.with("stripe", headers, body()));
  }

  private static byte[] body() {
    return SignedRequest.event("evt_forged").getBytes(UTF_8);
  }

  private static String good() {
    return SignedRequest.signature(SignedRequest.SECRET, SignedRequest.now(), body());
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Server")).isEmpty();
  }

  private static void assertForwarded(String eventId) throws InterruptedException {
    destination.awaitReceived(eventId, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
  @DisplayName("B01 another method is 405 with Allow")
  void b01(String method) throws Exception {
    Answer answer = send(method + " /in/stripe HTTP/1.1\r\nHost: h\r\n\r\n");

    assertRefused(answer, 405, "method not allowed");
    assertThat(answer.header("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/in", "/in/", "/in/none", "/in/stripe/x", "/in/STRIPE", "/health/live"})
  @DisplayName("B02 an unknown path or source is 404")
  void b02(String path) throws Exception {
    assertRefused(
        send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
        404,
        "not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/in/%2e%2e/x", "/in/..%2fx", "/in//stripe", "/in/%00", "*", "in/x"})
  @DisplayName("B02 a path that nobody means is 400 or 404")
  void b02Odd(String path) throws Exception {
    Answer answer = send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @Test
  @DisplayName("B03 no signature is 401")
  void b03() throws Exception {
    assertRefused(withSignature(), 401, "unauthorized");
  }

  static List<String> malformed() {
    String mac = SignedRequest.mac(SignedRequest.SECRET, SignedRequest.now(), body());
    long now = SignedRequest.now();
    return List.of(
        "",
        "x",
        "t=,v1=" + mac,
        "t=+" + now + ",v1=" + mac,
        "t=" + now + ",t=" + now + ",v1=" + mac,
        "t=0" + now + ",v1=" + mac,
        "t=" + now,
        "v1=" + mac,
        "t=" + now + ",v1=" + mac.toUpperCase(Locale.ROOT),
        "t=" + now + ",v1=" + mac.substring(1),
        "t=" + now + ("," + "v1=" + "0".repeat(64)).repeat(17),
        "t=" + now + ",v1=" + mac + ",x=" + "y".repeat(4_100));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  @DisplayName("B04 a signature header outside the grammar is 401")
  void b04(String signature) throws Exception {
    assertRefused(withSignature(signature), 401, "unauthorized");
  }

  @Test
  @DisplayName("B05 a signature that does not fit is 401, whatever does not fit")
  void b05() throws Exception {
    long now = SignedRequest.now();
    String other = SignedRequest.signature("whsec_another_secret_entirely", now, body());
    String tampered = SignedRequest.signature(SignedRequest.SECRET, now, new byte[] {1});

    assertRefused(withSignature(other), 401, "unauthorized");
    assertRefused(withSignature(tampered), 401, "unauthorized");
    assertRefused(withSignature(good().replace("v1=", "v0=")), 401, "unauthorized");
    assertRefused(withSignature(good().replace("v1=", "sha1=")), 401, "unauthorized");
  }

  @ParameterizedTest
  @ValueSource(longs = {-302, -100_000, 302, 100_000})
  @DisplayName("B06 B07 a time beyond the tolerance on either side is 401")
  void b06b07(long offset) throws Exception {
    long time = SignedRequest.now() + offset;

    assertRefused(
        withSignature(SignedRequest.signature(SignedRequest.SECRET, time, body())),
        401,
        "unauthorized");
  }

  @Test
  @DisplayName("B08 two signature lines are 401, even if one is good")
  void b08() throws Exception {
    assertRefused(withSignature(good(), "t=1,v1=" + "0".repeat(64)), 401, "unauthorized");
    assertRefused(withSignature(good(), good()), 401, "unauthorized");
  }

  @Test
  @DisplayName("B09 a body announced too large is 413, unread, and the connection is closed")
  void b09() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n");

      assertRefused(http.read(), 413, "too large");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B09 whoever waits for 100-continue is told at once")
  void b09Expect() throws Exception {
    assertRefused(
        send(
            "POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n"
                + EXPECT_CONTINUE),
        413,
        "too large");
  }

  @Test
  @DisplayName("B10 a chunked body is 413 at the first byte past the limit")
  void b10() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      http.send("10000\r\n" + "x".repeat(65_536) + "\r\n1\r\nx\r\n");

      assertRefused(http.read(), 413, "too large");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "identity, gzip"})
  @DisplayName("B11 an encoded body is 415")
  void b11(String coding) throws Exception {
    String headers = "Stripe-Signature: " + good() + "\r\nContent-Encoding: " + coding + "\r\n";

    assertRefused(
        gateway.send(SignedRequest.with("stripe", headers, body())), 415, "unsupported encoding");
  }

  @Test
  @DisplayName("B12 a gzip bomb sent as it is does not fit its signature")
  void b12() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[10_000_000]);
    }

    assertRefused(
        gateway.send(
            SignedRequest.with(
                "stripe", "Stripe-Signature: " + good() + "\r\n", bomb.toByteArray())),
        401,
        "unauthorized");
  }

  @Test
  @DisplayName("B13 slow headers are cut off with 408, however they trickle")
  void b13Headers() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nX-Slow: ");

      assertRefused(http.read(), 408, "request timeout");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B13 a connection that never says anything is cut off")
  void b13Silence() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      assertThat(http.read().status()).isEqualTo(408);
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B13 slow headers of a second request on one connection are cut off too")
  void b13SecondRequest() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.send(SignedRequest.with("stripe", "", body()));
      assertThat(http.read().status()).isEqualTo(401);
      http.send("POST /in/str");

      assertThat(http.read().status()).isEqualTo(408);
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B13 a slow body is 408 and the connection is closed")
  void b13Body() throws Exception {
    try (RawHttp http = new RawHttp(gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{");

      assertRefused(http.read(), 408, "request timeout");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 1x\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n",
        "No colon here\r\n\r\n",
        "Bad header: x\r\n\r\n",
        " folded: x\r\n\r\n",
      })
  @DisplayName("B14 what is no valid HTTP is 400")
  void b14(String rest) throws Exception {
    Answer answer = send("POST /in/stripe HTTP/1.1\r\nHost: h\r\n" + rest);

    assertRefused(answer, 400, "bad request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST /in/stripe\r\n\r\n", "\u0016\u0003\u0001\u0002\r\n\r\n", "x\r\n\r\n"})
  @DisplayName("B14 what is no request at all is 400")
  void b14Garbage(String garbage) throws Exception {
    assertThat(send(garbage).status()).isEqualTo(400);
  }

  @Test
  @DisplayName("B15 too many or too large headers are 431")
  void b15() throws Exception {
    String many =
        IntStream.range(0, 101).mapToObj(i -> "X-" + i + ": v\r\n").collect(Collectors.joining());
    String large = "X-Large: " + "v".repeat(32 * 1024) + "\r\n";
    String start = "POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";

    assertRefused(send(start + many + "\r\n"), 431, "headers too large");
    assertRefused(send(start + large + "\r\n"), 431, "headers too large");
  }

  @Test
  @DisplayName("B16 another content type is taken")
  void b16() throws Exception {
    byte[] event = SignedRequest.event("evt_b16").getBytes(UTF_8);
    String signature = SignedRequest.signature(SignedRequest.SECRET, SignedRequest.now(), event);
    byte[] request = SignedRequest.with("stripe", "Stripe-Signature: " + signature + "\r\n", event);
    String asText = new String(request, ISO_8859_1).replace("application/json", "text/x-odd");

    assertThat(send(asText).status()).isEqualTo(200);
    assertForwarded("evt_b16");
  }

  @Test
  @DisplayName("B17 an empty body with a good signature is 400")
  void b17() throws Exception {
    assertRefused(signed(""), 400, "bad request");
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
    Answer answer = gateway.send(SignedRequest.of("stripe", body));

    assertThat(answer.status()).isIn(400, 422);
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 30_000})
  @DisplayName("B19 nesting beyond the limit is 400, without an error of the JVM")
  void b19(int depth) throws Exception {
    String deep = "[".repeat(depth) + "]".repeat(depth);

    assertRefused(
        signed(SignedRequest.event("evt_b19", "\"livemode\":true,\"x\":" + deep + ",")),
        400,
        "bad request");
  }

  @Test
  @DisplayName("B20 a huge number is taken where nobody reads it")
  void b20() throws Exception {
    String event = SignedRequest.event("evt_b20", "\"livemode\":true,\"n\":1e1000000000,");

    assertThat(signed(event).status()).isEqualTo(200);
    assertForwarded("evt_b20");
  }

  @Test
  @DisplayName("B21 a repeated id is 400")
  void b21() throws Exception {
    assertRefused(
        signed(SignedRequest.event("evt_a", "\"livemode\":true,\"id\":\"evt_b\",")),
        400,
        "bad request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "7", "{}", "[]", "true"})
  @DisplayName("B22 an id that is no text is 422")
  void b22(String id) throws Exception {
    String event = SignedRequest.event("x").replace("\"id\":\"x\"", "\"id\":" + id);

    assertRefused(signed(event), 422, "unprocessable");
    assertRefused(signed(event.replace("\"id\":" + id + ",", "")), 422, "unprocessable");
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
    assertThat(signed(SignedRequest.event(id)).status()).isIn(400, 422);
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
    int before = destination.received().size();

    Answer answer = signed(SignedRequest.event(id));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"accepted\"");
    destination.awaitReceived(before + 1);
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
      assertThat(signed(SignedRequest.event(id)).body()).contains("accepted");
    }
  }

  @Test
  @DisplayName("B26 the same id in another account is another event")
  void b26() throws Exception {
    String first = SignedRequest.event("evt_b26", "\"livemode\":true,\"account\":\"acct_1\",");
    String second = SignedRequest.event("evt_b26", "\"livemode\":true,\"account\":\"acct_2\",");

    assertThat(signed(first).body()).contains("accepted");
    assertThat(signed(second).body()).contains("accepted");
    assertThat(signed(first).body()).contains("duplicate");
    destination.awaitReceived("evt_b26", 2);
  }

  @Test
  @DisplayName("B27 an event of the other mode is acknowledged and not forwarded")
  void b27() throws Exception {
    assertThat(signed(SignedRequest.event("evt_b27", "\"livemode\":false,")).status())
        .isEqualTo(200);
    assertThat(signed(SignedRequest.event("evt_b27_live")).status()).isEqualTo(200);
    assertForwarded("evt_b27_live");
    assertThat(destination.received("evt_b27")).isEmpty();
  }

  @Test
  @DisplayName("B30 a duplicate is 200 and runs nothing")
  void b30() throws Exception {
    assertThat(signed(SignedRequest.event("evt_b30")).body())
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"accepted\"}");
    assertForwarded("evt_b30");

    assertThat(signed(SignedRequest.event("evt_b30")).body())
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"duplicate\"}");
    assertThat(signed(SignedRequest.event("evt_b30", "\"livemode\":true,\"n\":2,")).body())
        .as("B34 another body under the same id")
        .isEqualTo("{\"event\":\"evt_b30\",\"status\":\"duplicate\"}");
    assertThat(signed(SignedRequest.event("evt_b30_next")).status()).isEqualTo(200);
    assertForwarded("evt_b30_next");
    assertThat(destination.received("evt_b30")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("injections")
  @DisplayName("B45 no header gets into the log as it is")
  void b45(String name, String value) throws Exception {
    Answer answer =
        gateway.send(SignedRequest.with("stripe", name + ": " + value + "\r\n", body()));

    assertThat(answer.status()).isIn(400, 401);
  }

  static Stream<Arguments> injections() {
    return Stream.of("Stripe-Signature", "User-Agent", "Host", "X-Forwarded-For", "Content-Type")
        .flatMap(
            name ->
                Stream.of("a\u001b[31mred", "a\u00e2\u0080\u00a8b", "t=1\u0000,v1=x")
                    .map(value -> Arguments.of(name, value)));
  }

  @Test
  @DisplayName("B44 without tokens the admin port serves health and metrics, nothing else")
  void b44() throws Exception {
    assertThat(gateway.admin("GET", "/health/live").body()).isEqualTo("{\"status\":\"live\"}");
    assertThat(gateway.admin("GET", "/health/ready").body())
        .isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");
    assertThat(gateway.admin("GET", "/metrics").body())
        .contains("guard_deliveries_total{", "guard_attempts_in_flight", "jvm_memory_used_bytes");
    assertThat(gateway.admin("POST", "/health/live").statusCode()).isEqualTo(405);
    assertThat(gateway.admin("GET", "/api/v1/events").statusCode()).isEqualTo(404);
    assertThat(gateway.admin("POST", "/api/v1/events/stripe/x%0d%0a/retry").statusCode())
        .isIn(400, 404);
    assertThat(gateway.admin("GET", "/").statusCode()).isEqualTo(404);
    assertThat(gateway.admin("GET", "/in/stripe").statusCode()).isEqualTo(404);
  }
}
