package io.webhookguard.server.gateway;

import static io.webhookguard.server.gateway.Target.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.network.RawHttp;
import io.webhookguard.testsupport.network.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
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

/** Bad requests, over real sockets: what is wrong before anything looks into the body. */
class BadRequestTest {

  private static final String EXPECT_CONTINUE = "Expect: 100-continue\r\n\r\n";

  private static Target target;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    target = new Target(folder);
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static Answer withSignature(String... lines) throws IOException {
    String headers =
        Stream.of(lines)
            .map(line -> "Stripe-Signature: " + line + "\r\n")
            .collect(Collectors.joining());
    return target.gateway.send(SignedRequest.with("stripe", headers, body()));
  }

  private static byte[] body() {
    return SignedRequest.event("evt_forged").getBytes(UTF_8);
  }

  private static String good() {
    return SignedRequest.signature(SignedRequest.SECRET, SignedRequest.now(), body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
  @DisplayName("B01 another method is 405 with Allow")
  void b01(String method) throws Exception {
    Answer answer = target.send(method + " /in/stripe HTTP/1.1\r\nHost: h\r\n\r\n");

    assertRefused(answer, 405, "method not allowed");
    assertThat(answer.header("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/in", "/in/", "/in/none", "/in/stripe/x", "/in/STRIPE", "/health/live"})
  @DisplayName("B02 an unknown path or source is 404")
  void b02(String path) throws Exception {
    assertRefused(
        target.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
        404,
        "not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/in/%2e%2e/x", "/in/..%2fx", "/in//stripe", "/in/%00", "*", "in/x"})
  @DisplayName("B02 a path that nobody means is 400 or 404")
  void b02Odd(String path) throws Exception {
    Answer answer =
        target.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");

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
    try (RawHttp http = new RawHttp(target.gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n");

      assertRefused(http.read(), 413, "too large");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B09 whoever waits for 100-continue is told at once")
  void b09Expect() throws Exception {
    assertRefused(
        target.send(
            "POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n"
                + EXPECT_CONTINUE),
        413,
        "too large");
  }

  @Test
  @DisplayName("B10 a chunked body is 413 at the first byte past the limit")
  void b10() throws Exception {
    try (RawHttp http = new RawHttp(target.gateway.port())) {
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
        target.gateway.send(SignedRequest.with("stripe", headers, body())),
        415,
        "unsupported encoding");
  }

  @Test
  @DisplayName("B12 a gzip bomb sent as it is does not fit its signature")
  void b12() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[10_000_000]);
    }

    assertRefused(
        target.gateway.send(
            SignedRequest.with(
                "stripe", "Stripe-Signature: " + good() + "\r\n", bomb.toByteArray())),
        401,
        "unauthorized");
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
    Answer answer = target.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\n" + rest);

    assertRefused(answer, 400, "bad request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST /in/stripe\r\n\r\n", "\u0016\u0003\u0001\u0002\r\n\r\n", "x\r\n\r\n"})
  @DisplayName("B14 what is no request at all is 400")
  void b14Garbage(String garbage) throws Exception {
    assertThat(target.send(garbage).status()).isEqualTo(400);
  }

  @Test
  @DisplayName("B15 too many or too large headers are 431")
  void b15() throws Exception {
    String many =
        IntStream.range(0, 101).mapToObj(i -> "X-" + i + ": v\r\n").collect(Collectors.joining());
    String large = "X-Large: " + "v".repeat(32 * 1024) + "\r\n";
    String start = "POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";

    assertRefused(target.send(start + many + "\r\n"), 431, "headers too large");
    assertRefused(target.send(start + large + "\r\n"), 431, "headers too large");
  }

  @ParameterizedTest
  @MethodSource("injections")
  @DisplayName("B45 no header gets into the log as it is")
  void b45(String name, String value) throws Exception {
    Answer answer =
        target.gateway.send(SignedRequest.with("stripe", name + ": " + value + "\r\n", body()));

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
    assertThat(target.gateway.admin("GET", "/health/live").body())
        .isEqualTo("{\"status\":\"live\"}");
    assertThat(target.gateway.admin("GET", "/health/ready").body())
        .isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");
    assertThat(target.gateway.admin("GET", "/metrics").body())
        .contains("guard_deliveries_total{", "guard_attempts_in_flight", "jvm_memory_used_bytes");
    assertThat(target.gateway.admin("POST", "/health/live").statusCode()).isEqualTo(405);
    assertThat(target.gateway.admin("GET", "/api/v1/events").statusCode()).isEqualTo(404);
    assertThat(target.gateway.admin("POST", "/api/v1/events/stripe/x%0d%0a/retry").statusCode())
        .isIn(400, 404);
    assertThat(target.gateway.admin("GET", "/").statusCode()).isEqualTo(404);
    assertThat(target.gateway.admin("GET", "/in/stripe").statusCode()).isEqualTo(404);
  }
}
