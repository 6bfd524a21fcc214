package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that must be refused, each for its reason and with its status. */
class StripeBadInputTest {

  private static final long NOW = SignedRequests.NOW;
  private static final Payload GOOD =
      SignedRequests.utf8("{\"id\":\"evt_1\",\"type\":\"a\",\"livemode\":true}");
  private static final String ZEROS = "0".repeat(64);

  private final SignedRequests stripe = new SignedRequests();
  private final StripeAdapter adapter = StripeAdapter.withDefaults();

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "HEAD", "DELETE", "post", ""})
  @DisplayName("B01 any other method is refused before anything is looked at")
  void b01RefusesOtherMethods(String method) {
    RawRequest request = RawRequest.of(method, "", Headers.EMPTY, GOOD);

    assertRefused(verify(request), Rejection.METHOD, 405);
  }

  @Test
  @DisplayName("B03 no signature header")
  void b03RefusesUnsigned() {
    assertRefused(verify(Headers.EMPTY, GOOD), Rejection.SIG_MISSING, 401);
  }

  static Stream<String> malformedHeaders() {
    String v1 = "v1=" + SignedRequests.v1(0, NOW, GOOD);
    return Stream.of(
        "",
        v1,
        "t=" + NOW,
        "t," + v1,
        "t=" + NOW + ",v1",
        "t=" + NOW + "," + v1 + ",",
        "t=" + NOW + ", " + v1,
        "t=" + NOW + ";" + v1,
        "t=" + NOW + ",t=" + NOW + "," + v1,
        "t=" + NOW + "," + "v1=x,".repeat(16) + v1,
        "t=" + NOW + "," + v1 + ",x=" + "y".repeat(4096),
        "t=0" + NOW + "," + v1,
        "t=+" + NOW + "," + v1,
        "t=" + NOW + "," + v1 + "," + "n".repeat(17) + "=x");
  }

  @ParameterizedTest
  @MethodSource("malformedHeaders")
  @DisplayName("B04 a header outside the grammar, right signature or not")
  void b04RefusesMalformed(String line) {
    assertRefused(verify(signature(line), GOOD), Rejection.SIG_MALFORMED, 401);
  }

  @Test
  @DisplayName("B04 sixteen candidates are still judged")
  void b04JudgesSixteenCandidates() {
    String line = "t=" + NOW + "," + "v1=x,".repeat(15) + "v1=" + SignedRequests.v1(1, NOW, GOOD);

    assertThat(verify(signature(line), GOOD)).isInstanceOf(Verification.Verified.class);
  }

  @Test
  @DisplayName("B05 wrong secret, changed body, other scheme, part of a signature")
  void b05RefusesMismatches() {
    String right = SignedRequests.v1(0, NOW, GOOD);
    for (String line :
        List.of(
            "t=" + NOW + ",v1=" + ZEROS,
            "t=" + NOW + ",v1=",
            "t=" + NOW + ",v1=" + right.substring(0, 63),
            "t=" + NOW + ",v1=" + right + "0",
            "t=" + NOW + ",v1=" + right.toUpperCase(Locale.ROOT),
            "t=" + (NOW - 1) + ",v1=" + right,
            "t=" + NOW + ",v1=" + ZEROS + ",v0=" + right)) {
      assertRefused(verify(signature(line), GOOD), Rejection.SIG_MISMATCH, 401);
    }
    Payload changed = SignedRequests.utf8("{\"id\":\"evt_2\",\"type\":\"a\",\"livemode\":true}");
    assertRefused(
        verify(signature(SignedRequests.header(NOW, GOOD)), changed), Rejection.SIG_MISMATCH, 401);
  }

  @Test
  @DisplayName("B06, B07 older or newer than the tolerance, by one second")
  void b06b07RefusesOtherTimes() {
    assertRefused(verifyAt(NOW - 301), Rejection.SIG_STALE, 401);
    assertRefused(verifyAt(NOW + 301), Rejection.SIG_FUTURE, 401);
    assertThat(verifyAt(NOW - 300)).isInstanceOf(Verification.Verified.class);
    assertThat(verifyAt(NOW + 300)).isInstanceOf(Verification.Verified.class);
  }

  private Verification verifyAt(long signedAt) {
    return verify(signature(SignedRequests.header(signedAt, GOOD)), GOOD);
  }

  @Test
  @DisplayName("B06 a wrong signature is no matter of age: nobody can read the clock")
  void b06JudgesSignatureFirst() {
    for (long signedAt : List.of(0L, NOW - 1000, NOW + 1000, 999_999_999_999L)) {
      assertRefused(
          verify(signature("t=" + signedAt + ",v1=" + ZEROS), GOOD), Rejection.SIG_MISMATCH, 401);
    }
  }

  @Test
  @DisplayName("B08 two header lines, even if one or both are right")
  void b08RefusesTwoLines() {
    String right = SignedRequests.header(NOW, GOOD);
    for (List<String> lines :
        List.of(List.of(right, "x"), List.of("x", right), List.of(right, right))) {
      Headers headers = Headers.of(Map.of("stripe-signature", lines));
      assertRefused(verify(headers, GOOD), Rejection.SIG_DUPLICATE, 401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip", "x", ""})
  @DisplayName("B11 an encoded body")
  void b11RefusesEncodings(String coding) {
    assertRefused(
        stripe.with("Content-Encoding", coding).verify(adapter, GOOD), Rejection.ENCODING, 415);
  }

  @Test
  @DisplayName("B11 identity is no encoding")
  void b11TakesIdentity() {
    assertThat(stripe.with("content-encoding", "Identity").verify(adapter, GOOD))
        .isInstanceOf(Verification.Verified.class);
  }

  @Test
  @DisplayName("B12 a compressed body that does not say so is bytes like any others")
  void b12DoesNotInflate() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[8 * 1024 * 1024]);
    }
    Payload body = Payload.of("application/json", bomb.toByteArray());

    assertRefused(
        verify(signature("t=" + NOW + ",v1=" + ZEROS), body), Rejection.SIG_MISMATCH, 401);
    assertRefused(stripe.verify(adapter, body), Rejection.JSON, 400);
  }

  @Test
  @DisplayName("B17 an empty body, signed")
  void b17RefusesEmptyBody() {
    assertRefused(stripe.verify(adapter, SignedRequests.utf8("")), Rejection.BODY_EMPTY, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id:\"evt_1\",type:\"a\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\"} //",
        "{\"id\":\"evt_1\",\"type\":\"a\",\"n\":NaN}",
        "{\"id\":\"evt_1\",\"type\":\"a\"}{}",
        "\uFEFF{\"id\":\"evt_1\",\"type\":\"a\"}",
        "not json",
        " "
      })
  @DisplayName("B18 what is not strict JSON")
  void b18RefusesLenientJson(String body) {
    assertRefused(stripe.verify(adapter, SignedRequests.utf8(body)), Rejection.JSON, 400);
  }

  @Test
  @DisplayName("B18 invalid UTF-8")
  void b18RefusesInvalidUtf8() {
    byte[] body = "{\"id\":\"evt_1\",\"type\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(stripe.refuse(body)).isEqualTo(Rejection.JSON);
  }

  @Test
  @DisplayName("B19 nesting beyond 64 levels, however far")
  void b19RefusesNesting() {
    for (int levels : List.of(64, 200_000)) {
      String body =
          "{\"id\":\"evt_1\",\"type\":\"a\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
      assertRefused(stripe.verify(adapter, SignedRequests.utf8(body)), Rejection.JSON_DEPTH, 400);
    }
  }

  @Test
  @DisplayName("B20 a huge number where one is read, not where none is")
  void b20RefusesNumbersThatAreRead() {
    for (String huge : List.of("1e1000000000", "9".repeat(200_000))) {
      String good = "{\"id\":\"evt_1\",\"type\":\"a\",\"amount\":" + huge + "}";
      assertThat(stripe.accept(good).eventId()).isEqualTo("evt_1");
      for (String key : List.of("id", "created", "livemode")) {
        String body = "{\"" + key + "\":" + huge + ",\"type\":\"a\"}";
        assertThat(stripe.refuse(body)).isEqualTo(Rejection.JSON_NUMBER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"evt_1\",\"type\":\"a\",\"id\":\"evt_2\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\",\"\\u0069d\":\"evt_2\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\",\"type\":\"a\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\",\"data\":{\"object\":{\"customer\":\"a\",\"customer\":\"b\"}}}"
      })
  @DisplayName("B21 a key twice")
  void b21RefusesRepeatedKeys(String body) {
    assertRefused(stripe.verify(adapter, SignedRequests.utf8(body)), Rejection.JSON_DUPLICATE, 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "5", "true", "{}", "[\"evt_1\"]", "{\"id\":\"evt_1\"}"})
  @DisplayName("B22 an id or a type that is none")
  void b22RefusesOtherIds(String id) {
    for (String body :
        List.of(
            "{\"type\":\"a\"}",
            "{\"id\":\"evt_1\"}",
            "[]",
            "\"evt_1\"",
            "{\"id\":" + id + ",\"type\":\"a\"}",
            "{\"id\":\"evt_1\",\"type\":" + id + "}")) {
      assertRefused(stripe.verify(adapter, SignedRequests.utf8(body)), Rejection.ID_INVALID, 422);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "a\\nb",
        "a\\u0085b",
        "\\ud800",
        "a\\udc00",
        " a",
        "a ",
        "\\u00a0a",
        "\\ta"
      })
  @DisplayName("B23 an id or a type that cannot be kept")
  void b23RefusesUnkeepableIds(String id) {
    assertThat(stripe.refuse("{\"id\":\"" + id + "\",\"type\":\"a\"}"))
        .isEqualTo(Rejection.ID_INVALID);
    assertThat(stripe.refuse("{\"id\":\"evt_1\",\"type\":\"" + id + "\"}"))
        .isEqualTo(Rejection.ID_INVALID);
  }

  @Test
  @DisplayName("B23 an id of 255 bytes is the longest")
  void b23LimitsIds() {
    String longest = "\u00e9".repeat(127) + "x";

    assertThat(stripe.accept("{\"id\":\"" + longest + "\",\"type\":\"a\"}").eventId())
        .isEqualTo(longest);
    assertThat(stripe.refuse("{\"id\":\"" + longest + "x\",\"type\":\"a\"}"))
        .isEqualTo(Rejection.ID_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nX-Injected: y", "\u001b[31m", "\u2028", "${jndi:ldap://x}", "%n"})
  @DisplayName("B45 a header made for logs is refused like any other, and shown nowhere")
  void b45ShowsNoHeader(String text) {
    Verification answer = verify(signature("t=" + NOW + ",v1=" + text), GOOD);

    assertThat(SignedRequests.reasonOf(answer).status()).isEqualTo(401);
    assertThat(answer.toString()).doesNotContain(text);
    assertThat(signature(text).toString()).doesNotContain(text);
  }

  private static Headers signature(String line) {
    return Headers.of(Map.of(StripeSignature.HEADER, List.of(line)));
  }

  private Verification verify(Headers headers, Payload body) {
    return verify(RawRequest.of("POST", "https://example.com/in/s", headers, body));
  }

  private Verification verify(RawRequest request) {
    return adapter.verify(request, SignedRequests.SECRETS, SignedRequests.CLOCK);
  }

  private static void assertRefused(Verification answer, Rejection reason, int status) {
    assertThat(SignedRequests.reasonOf(answer)).isEqualTo(reason);
    assertThat(reason.status()).isEqualTo(status);
  }
}
