package io.webhookguard.conformance.vectors;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files of test vectors.
 *
 * <h2>The format</h2>
 *
 * <p>A JSON array of objects, in UTF-8. Members that are not listed are left alone: they are notes
 * for readers, such as {@code source} or {@code computed}.
 *
 * <table>
 * <caption>The members of a vector</caption>
 * <tr><th>member</th><th>meaning</th></tr>
 * <tr><td>{@code id}</td><td>{@code provider/name}, once in a file</td></tr>
 * <tr><td>{@code secret} or {@code secrets}</td><td>what the provider shows, one or several live
 *     ones</td></tr>
 * <tr><td>{@code headers}</td><td>an object: a value, or a list of values for several lines of one
 *     name</td></tr>
 * <tr><td>{@code body} or {@code body_base64}</td><td>the raw body, as text or as bytes</td></tr>
 * <tr><td>{@code url}</td><td>what the provider called; may be left out or {@code null}</td></tr>
 * <tr><td>{@code now_epoch}</td><td>the node's clock in seconds since 1970</td></tr>
 * <tr><td>{@code tolerance_seconds}</td><td>how far a signed time may be off; may be left
 *     out</td></tr>
 * <tr><td>{@code expect}</td><td>{@code valid}, {@code invalid}, {@code stale}, {@code future} or
 *     {@code config_error}</td></tr>
 * <tr><td>{@code reason}</td><td>why it is refused, in one word; may be left out</td></tr>
 * <tr><td>{@code level}</td><td>{@code must}, or {@code should} where vendors differ; left out it is
 *     {@code must}</td></tr>
 * <tr><td>{@code run_with_default_locale}</td><td>a list of language tags; may be left out</td></tr>
 * <tr><td>{@code certificate_pem} or {@code certificate_ref}</td><td>the chain behind the URL in the
 *     headers, or the id of the vector that has it; may be left out</td></tr>
 * <tr><td>{@code must_not_fetch}</td><td>{@code true} where asking for a certificate is already
 *     wrong; may be left out</td></tr>
 * <tr><td>{@code sdk_observed}</td><td>an object: what a library did; may be left out</td></tr>
 * </table>
 *
 * <p>The words of {@code reason} that narrow what an adapter may answer: {@code missing_header},
 * {@code duplicate_header}, {@code malformed_header}, {@code duplicate_part}, {@code
 * too_many_signatures}, {@code wrong_scheme}, {@code signature_mismatch}, {@code wrong_length},
 * {@code bad_encoding}, {@code empty_body}, {@code stale}, {@code future}, {@code
 * cert_url_rejected}, {@code wrong_algorithm}. Any other word leaves every failure of
 * authentication open.
 */
public final class Vectors {

  /** The system property that names another file to read instead of a harness's own. */
  public static final String FILE_PROPERTY = "guard.vectors";

  /** Where requests without a URL are said to have been sent. */
  private static final String DEFAULT_URL = "https://example.com/in/source";

  private Vectors() {}

  /**
   * The vectors of one provider in a file beside the tests, or in the file that {@code
   * -Dguard.vectors=FILE} names instead.
   *
   * @param beside a class of the module that has the file
   * @param resource its name, as {@link Class#getResource} takes it
   * @throws IllegalArgumentException if there is no such file, or an entry of it is not a vector
   */
  public static List<Vector> of(String provider, Class<?> beside, String resource) {
    try (InputStream source = open(beside, resource)) {
      return read(source).stream().filter(vector -> vector.isOf(provider)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the vectors", e);
    }
  }

  /** Whether {@link #of} reads another file than a harness's own. */
  public static boolean areReplaced() {
    return System.getProperty(FILE_PROPERTY) != null;
  }

  private static InputStream open(Class<?> beside, String resource) throws IOException {
    if (areReplaced()) {
      // Tests run in their module's folder, commands in the one above.
      Path given = Path.of(System.getProperty(FILE_PROPERTY, ""));
      return Files.newInputStream(Files.exists(given) ? given : Path.of("..").resolve(given));
    }
    InputStream own = beside.getResourceAsStream(resource);
    if (own == null) {
      throw new IllegalArgumentException("there is no " + resource + " beside " + beside);
    }
    return own;
  }

  /**
   * All vectors of a file.
   *
   * @throws IllegalArgumentException if an entry is not a vector; the message names it
   * @throws IOException if the file cannot be read or is not JSON
   */
  public static List<Vector> read(InputStream source) throws IOException {
    List<JsonEntry> entries = JsonEntry.all(source);
    Map<String, String> certificates = new HashMap<>();
    entries.forEach(
        entry -> entry.text("certificate_pem").ifPresent(pem -> certificates.put(id(entry), pem)));
    List<Vector> vectors = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonEntry entry : entries) {
      Vector vector = vector(entry, certificates);
      if (!ids.add(vector.id())) {
        throw new IllegalArgumentException("two vectors are named " + vector.id());
      }
      vectors.add(vector);
    }
    return List.copyOf(vectors);
  }

  private static Vector vector(JsonEntry entry, Map<String, String> certificates) {
    String id = id(entry);
    try {
      return new Vector(
          id,
          entry.has("secrets") ? entry.texts("secrets") : entry.texts("secret"),
          request(entry),
          Instant.ofEpochSecond(entry.number("now_epoch").orElseThrow(() -> lacks("now_epoch"))),
          entry.number("tolerance_seconds").map(Duration::ofSeconds),
          Expectation.valueOf(required(entry, "expect").toUpperCase(Locale.ROOT)),
          entry.text("reason").orElse(""),
          Level.valueOf(entry.text("level").orElse("must").toUpperCase(Locale.ROOT)),
          entry.texts("run_with_default_locale"),
          Optional.ofNullable(certificates.get(entry.text("certificate_ref").orElse(id))),
          entry.flag("must_not_fetch"),
          observed(entry));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the vector " + id + " is not one: " + e.getMessage(), e);
    }
  }

  private static RawRequest request(JsonEntry entry) {
    Map<String, List<String>> lines = new LinkedHashMap<>(entry.lists("headers"));
    Headers headers = Headers.of(lines);
    String contentType = headers.first("Content-Type").orElse("application/json");
    return RawRequest.of(
        "POST",
        entry.text("url").orElse(DEFAULT_URL),
        headers,
        Payload.of(contentType, bodyOf(entry)));
  }

  private static byte[] bodyOf(JsonEntry entry) {
    return entry
        .text("body_base64")
        .map(text -> Base64.getDecoder().decode(text))
        .orElseGet(() -> required(entry, "body").getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> observed(JsonEntry entry) {
    Map<String, String> texts = new LinkedHashMap<>();
    entry
        .lists("sdk_observed")
        .forEach((library, words) -> texts.put(library, String.join(", ", words)));
    return texts;
  }

  private static String id(JsonEntry entry) {
    String id = required(entry, "id");
    if (id.indexOf('/') < 1) {
      throw new IllegalArgumentException("the id of a vector is provider/name, got " + id);
    }
    return id;
  }

  private static String required(JsonEntry entry, String member) {
    return entry.text(member).orElseThrow(() -> lacks(member));
  }

  private static IllegalArgumentException lacks(String member) {
    return new IllegalArgumentException("a vector has a member " + member);
  }
}
