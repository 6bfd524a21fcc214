package io.webhookguard.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Rejection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  private static final String CUSTOMER = "data.object.customer";
  private static final JsonScanner SCANNER =
      JsonScanner.forPaths(List.of("id", "live", "count", "data", CUSTOMER));

  @Test
  @DisplayName("every kind of value is told apart where it is wanted")
  void tellsKindsApart() {
    JsonScan.Found body =
        found(
            "{\"id\":\"a\",\"live\":true,\"count\":-1.50e2,\"data\":{\"object\":{\"customer\":null}}}");

    assertThat(body.at("id").asString()).contains("a");
    assertThat(body.at("live").asBoolean()).contains(true);
    assertThat(body.at("count").asNumber()).contains("-1.50e2");
    assertThat(body.at("data").kind()).isEqualTo(JsonValue.Kind.CONTAINER);
    assertThat(body.at(CUSTOMER).kind()).isEqualTo(JsonValue.Kind.NULL);
    assertThat(found("{}").at("id").kind()).isEqualTo(JsonValue.Kind.ABSENT);
    assertThat(found("{\"id\":[\"a\"]}").at("id").kind()).isEqualTo(JsonValue.Kind.CONTAINER);
    assertThat(found("{\"id\":5}").at("id").asString()).isEmpty();
    assertThat(found("{\"live\":\"true\"}").at("live").asBoolean()).isEmpty();
  }

  @Test
  @DisplayName("a path leads through objects only, and a dotted key is not a path")
  void pathsLeadThroughObjects() {
    assertThat(found("{\"data\":[{\"object\":{\"customer\":\"c\"}}]}").at(CUSTOMER).isMissing())
        .isTrue();
    assertThat(found("{\"data.object.customer\":\"c\"}").at(CUSTOMER).isMissing()).isTrue();
    assertThat(found("{\"x\":{\"id\":\"a\"}}").at("id").isMissing()).isTrue();
    assertThat(found("[{\"id\":\"a\"}]").at("id").isMissing()).isTrue();
    assertThat(found("\"id\"").at("id").isMissing()).isTrue();
  }

  @Test
  @DisplayName("an empty body is told apart from a bad one")
  void tellsEmptyBodies() {
    assertThat(refusal("")).isEqualTo(Rejection.BODY_EMPTY);
    assertThat(refusal(" \n\t ")).isEqualTo(Rejection.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id:\"a\"}",
        "{'id':'a'}",
        "{\"id\":\"a\"} x",
        "{\"id\":\"a\"}{}",
        "{\"id\":\"a\"} 1",
        "{\"id\":\"a\",}",
        "[1,]",
        "[1 2]",
        "{\"id\":\"a\"",
        "{\"id\"}",
        "{\"id\":}",
        "}",
        "// c\n{}",
        "{/* c */}",
        "# c\n{}",
        "{\"n\":NaN}",
        "{\"n\":Infinity}",
        "{\"n\":-Infinity}",
        "{\"n\":01}",
        "{\"n\":+1}",
        "{\"n\":.5}",
        "{\"n\":5.}",
        "{\"n\":0x10}",
        "{\"n\":1e}",
        "{\"n\":-}",
        "{\"n\":True}",
        "nul",
        "{\"x\":\"a\nb\"}",
        "{\"x\":\"a\u0000b\"}",
        "{\"x\":\"\\x\"}",
        "{\"x\":\"\\u12\"}",
        "{\"x\":\"unclosed}",
        "\u0000{}",
        "{}\u0000",
        "\uFEFF{}"
      })
  @DisplayName("lenient forms of JSON are refused")
  void refusesLenientForms(String body) {
    assertThat(refusal(body)).isEqualTo(Rejection.JSON);
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are refused anywhere, in skipped strings too")
  void refusesOtherEncodings() {
    for (String hex : List.of("C080", "EDA080", "F5808080", "FF", "C3", "E28228", "F0808080")) {
      assertThat(refusal(Payload.of("", around(hex)))).as(hex).isEqualTo(Rejection.JSON);
    }
    for (String name : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
      byte[] body = "{\"id\":\"a\"}".getBytes(Charset.forName(name));
      assertThat(refusal(Payload.of("", body))).as(name).isEqualTo(Rejection.JSON);
    }
  }

  private static byte[] around(String hex) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"skipped\":\"".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(HexFormat.of().parseHex(hex));
    bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("64 levels pass, 65 do not, and 200,000 do not overflow the stack")
  void limitsDepth() {
    assertThat(scan(nested("[", 64, "]"))).isInstanceOf(JsonScan.Found.class);
    assertThat(refusal(nested("[", 65, "]"))).isEqualTo(Rejection.JSON_DEPTH);
    assertThat(scan(nested("{\"a\":", 64, "}").replace(":}", ":1}")))
        .isInstanceOf(JsonScan.Found.class);
    assertThat(refusal(nested("{\"a\":", 65, "}").replace(":}", ":1}")))
        .isEqualTo(Rejection.JSON_DEPTH);
    assertThat(refusal(nested("[", 200_000, "]"))).isEqualTo(Rejection.JSON_DEPTH);
    assertThat(refusal("[".repeat(200_000))).isEqualTo(Rejection.JSON_DEPTH);
    assertThat(refusal("{\"a\":".repeat(200_000))).isEqualTo(Rejection.JSON_DEPTH);
  }

  private static String nested(String open, int levels, String close) {
    return open.repeat(levels) + close.repeat(levels);
  }

  @Test
  @DisplayName("100,000 tokens pass, one more does not")
  void limitsTokens() {
    String items = "1,".repeat(JsonScanner.MAX_TOKENS - 3) + "1";
    assertThat(scan("[" + items + "]")).isInstanceOf(JsonScan.Found.class);
    assertThat(refusal("[" + items + ",1]")).isEqualTo(Rejection.JSON_DEPTH);
  }

  @Test
  @DisplayName("strings and keys of 1 MiB pass, longer ones do not, read or not")
  void limitsStrings() {
    String longest = "x".repeat(JsonScanner.MAX_STRING_CHARS);
    for (String key : List.of("id", "skipped")) {
      assertThat(scan("{\"" + key + "\":\"" + longest + "\"}")).isInstanceOf(JsonScan.Found.class);
      assertThat(refusal("{\"" + key + "\":\"" + longest + "x\"}")).isEqualTo(Rejection.JSON_DEPTH);
    }
    assertThat(scan("{\"" + longest + "\":1}")).isInstanceOf(JsonScan.Found.class);
    assertThat(refusal("{\"" + longest + "x\":1}")).isEqualTo(Rejection.JSON_DEPTH);
  }

  @Test
  @DisplayName("a huge number is refused where it is read and let pass where it is not")
  void limitsNumbersThatAreRead() {
    String digits = "9".repeat(200_000);
    for (String huge : List.of("1e1000000000", "1E-401", "1e+401", digits, "1." + digits)) {
      assertThat(refusal("{\"count\":" + huge + "}")).isEqualTo(Rejection.JSON_NUMBER);
      assertThat(found("{\"other\":" + huge + ",\"id\":\"a\"}").at("id").asString()).contains("a");
    }
    assertThat(found("{\"count\":1e400}").at("count").asNumber()).contains("1e400");
    assertThat(found("{\"count\":" + "9".repeat(64) + "}").at("count").asNumber()).isPresent();
    assertThat(refusal("{\"count\":" + "9".repeat(65) + "}")).isEqualTo(Rejection.JSON_NUMBER);
    assertThat(found("{\"other\":" + "9".repeat(3_000_000) + "}").at("count").isMissing()).isTrue();
  }

  @Test
  @DisplayName("a repeated key is refused at the top and on the way to a wanted value")
  void refusesRepeatedKeys() {
    for (String body :
        List.of(
            "{\"id\":\"a\",\"id\":\"b\"}",
            "{\"id\":\"a\",\"\\u0069d\":\"b\"}",
            "{\"other\":1,\"other\":1}",
            "{\"data\":{},\"data\":{}}",
            "{\"data\":{\"object\":1,\"object\":{\"customer\":\"c\"}}}",
            "{\"data\":{\"object\":{\"customer\":\"c\",\"customer\":\"d\"}}}")) {
      assertThat(refusal(body)).as(body).isEqualTo(Rejection.JSON_DUPLICATE);
    }
    assertThat(scan("{\"x\":{\"id\":1,\"id\":2}}")).isInstanceOf(JsonScan.Found.class);
    assertThat(scan("{\"data\":{\"other\":1,\"other\":2}}")).isInstanceOf(JsonScan.Found.class);
    assertThat(scan("[{\"id\":1},{\"id\":2}]")).isInstanceOf(JsonScan.Found.class);
  }

  @Test
  @DisplayName("what was found never shows in a text of its own")
  void showsNoContent() {
    JsonScan.Found body = found("{\"id\":\"4242424242424242\"}");

    assertThat(body.toString()).doesNotContain("4242");
    assertThat(body.at("id").toString()).doesNotContain("4242");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a.", ".a", "a..b", " a", "a\nb", "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7"})
  @DisplayName("a text that is no path is refused when the scanner is made")
  void refusesBadPaths(String path) {
    assertThatThrownBy(() -> JsonScanner.forPaths(List.of(path)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  @DisplayName("asking for a path that was not wanted is a mistake of the caller")
  void answersForWantedPathsAlone() {
    assertThatThrownBy(() -> found("{}").at("name")).isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonScan.Found found(String json) {
    return (JsonScan.Found) scan(json);
  }

  private static Rejection refusal(String json) {
    return refusal(payload(json));
  }

  private static Rejection refusal(Payload body) {
    return SCANNER
        .scan(body)
        .match(
            found -> {
              throw new AssertionError("accepted");
            },
            JsonScan.Refused::reason);
  }

  private static JsonScan scan(String json) {
    return SCANNER.scan(payload(json));
  }

  private static Payload payload(String json) {
    return Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8));
  }
}
