package io.webhookguard.adapter.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One test vector of Stripe's scheme.
 *
 * <p>They come from {@code vectors.json} beside the tests, or from the file that {@code
 * -Dguard.vectors=FILE} names, of which the entries of this provider are taken.
 *
 * @param name what it is about
 * @param secrets the live secrets, good or not
 * @param lines the lines of each header
 * @param payload the raw body
 * @param now the node's clock
 * @param tolerance the window that is asked for
 * @param expect {@code valid}, {@code invalid}, {@code stale}, {@code future} or {@code
 *     config_error}
 * @param reason why, or empty
 * @param locales the default locales to run under, if any
 * @param observed what stripe-java did, where it was run
 */
record Vector(
    String name,
    List<String> secrets,
    Map<String, List<String>> lines,
    Payload payload,
    Instant now,
    Duration tolerance,
    String expect,
    String reason,
    List<String> locales,
    Optional<String> observed) {

  static final String SDK = "stripe-java 33.3.0";

  private static final String PROPERTY = "guard.vectors";

  /** Whether the vectors are those of this project. */
  static boolean areOwn() {
    return System.getProperty(PROPERTY) == null;
  }

  static Stream<Vector> all() {
    return read().filter(entry -> entry.path("provider").asText().equals("stripe")).map(Vector::of);
  }

  static Stream<Vector> valid() {
    return all().filter(vector -> vector.expect.equals("valid") && !vector.switchesAgeOff());
  }

  /** Whether it asks for no check of the age, which the adapter cannot be configured to. */
  boolean switchesAgeOff() {
    return tolerance.isZero();
  }

  Headers headers() {
    return Headers.of(lines);
  }

  byte[] body() {
    return payload.toByteArray();
  }

  /** The lines of the signature header. */
  List<String> signatures() {
    return headers().all(StripeSignature.HEADER);
  }

  Vector withBody(byte[] other) {
    return new Vector(
        name, secrets, lines, json(other), now, tolerance, expect, reason, locales, observed);
  }

  Vector withSignature(String line) {
    return new Vector(
        name,
        secrets,
        Map.of(StripeSignature.HEADER, List.of(line)),
        payload,
        now,
        tolerance,
        expect,
        reason,
        locales,
        observed);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Stream<JsonNode> read() {
    try (InputStream source = open()) {
      return StreamSupport.stream(new ObjectMapper().readTree(source).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the vectors", e);
    }
  }

  private static InputStream open() throws IOException {
    if (areOwn()) {
      InputStream own = Vector.class.getResourceAsStream("/vectors.json");
      if (own == null) {
        throw new IllegalStateException("vectors.json is not among the test resources");
      }
      return own;
    }
    // Tests run in the module's folder, commands in the one above.
    Path given = Path.of(System.getProperty(PROPERTY));
    return Files.newInputStream(Files.exists(given) ? given : Path.of("..").resolve(given));
  }

  private static Vector of(JsonNode entry) {
    return new Vector(
        entry.path("name").asText(),
        entry.has("secrets") ? texts(entry.get("secrets")) : texts(entry.path("secret")),
        lines(entry.path("headers")),
        json(bodyOf(entry)),
        Instant.ofEpochSecond(entry.path("now_epoch").asLong()),
        Duration.ofSeconds(entry.path("tolerance_seconds").asLong(300)),
        entry.path("expect").asText(),
        entry.path("reason").asText(""),
        texts(entry.path("run_with_default_locale")),
        Optional.ofNullable(entry.path("sdk_observed").get(SDK)).map(JsonNode::asText));
  }

  private static Payload json(byte[] body) {
    return Payload.of("application/json", body);
  }

  private static byte[] bodyOf(JsonNode entry) {
    return entry.has("body_base64")
        ? Base64.getDecoder().decode(entry.get("body_base64").asText())
        : entry.path("body").asText("").getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> lines(JsonNode headers) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    headers.properties().forEach(field -> lines.put(field.getKey(), texts(field.getValue())));
    return lines;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
