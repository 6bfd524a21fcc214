package io.webhookguard.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Rejection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads a few values out of a JSON body without building it in memory.
 *
 * <p>A body is a stranger's work even when it is signed: whoever can write into the provider's
 * objects writes into it. So a scan has a limit for everything that grows, and it takes strict JSON
 * (RFC 8259) alone, because two readers that are lenient in different ways see different events.
 *
 * <ul>
 *   <li>UTF-8 without a byte order mark and without overlong or surrogate forms; one value, nothing
 *       after it; no comments, no unquoted names, no {@code NaN}: {@link Rejection#JSON}.
 *   <li>At most {@value #MAX_DEPTH} levels, {@value #MAX_TOKENS} tokens and {@value
 *       #MAX_STRING_CHARS} characters in a string: {@link Rejection#JSON_DEPTH}. The walk is a
 *       loop, so that no nesting can overflow the stack, as it does in readers that recurse.
 *   <li>A number that is read has at most {@value #MAX_NUMBER_CHARS} characters and an exponent of
 *       at most {@value #MAX_EXPONENT}: {@link Rejection#JSON_NUMBER}. A number that nobody reads
 *       may be of any size: it is never converted.
 *   <li>No key twice in the top object, nor any key on the way to a wanted value: {@link
 *       Rejection#JSON_DUPLICATE}. RFC 8259 leaves it open which one counts, and readers differ.
 * </ul>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class JsonScanner {

  /** The deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 64;

  /** The most tokens: keys, scalars, and both ends of objects and arrays. */
  public static final int MAX_TOKENS = 100_000;

  /** The longest string or key in characters. */
  public static final int MAX_STRING_CHARS = 1024 * 1024;

  /** The longest number that is read, as written. */
  public static final int MAX_NUMBER_CHARS = 64;

  /** The largest exponent of a number that is read, by amount. */
  public static final int MAX_EXPONENT = 400;

  private static final int DECODED_AT_ONCE = 8192;

  // The parser limits the depth, the walk all else: the parser's limit for strings would also cut
  // numbers that nobody reads. A body is no longer than a Payload, so no buffer outgrows that.
  // Names are not interned: a stranger would fill the JVM's table with them. The encoding is not
  // guessed: UTF-16 would get past the check for UTF-8, and a byte order mark would be skipped.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  private final JsonPaths paths;

  private JsonScanner(JsonPaths paths) {
    this.paths = paths;
  }

  /**
   * A scanner for the values at these places.
   *
   * @param dottedPaths keys from the top object down, joined by dots, such as {@code
   *     data.object.customer}; a key that holds a dot cannot be reached
   * @throws io.webhookguard.api.error.ConfigurationException if one is not such a path
   */
  public static JsonScanner forPaths(List<String> dottedPaths) {
    return new JsonScanner(new JsonPaths(dottedPaths));
  }

  /** Reads the body. Never throws, whatever the body is. */
  public JsonScan scan(Payload body) {
    if (body.size() == 0) {
      return new JsonScan.Refused(Rejection.BODY_EMPTY);
    }
    if (!isUtf8(body.asBuffer())) {
      return new JsonScan.Refused(Rejection.JSON);
    }
    try (JsonParser parser = JSON.createParser(body.asStream())) {
      return walk(new JsonWalk(parser, paths));
    } catch (StreamConstraintsException | StackOverflowError e) {
      return new JsonScan.Refused(Rejection.JSON_DEPTH);
    } catch (IOException e) {
      return new JsonScan.Refused(Rejection.JSON);
    }
  }

  private JsonScan walk(JsonWalk walk) throws IOException {
    Map<String, JsonValue> values = paths.pick(walk.toEnd());
    return walk.flaw()
        .<JsonScan>map(JsonScan.Refused::new)
        .orElseGet(() -> new JsonScan.Found(values));
  }

  // The parser lets overlong and surrogate forms pass; the JDK's decoder does not.
  private static boolean isUtf8(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer discarded = CharBuffer.allocate(Math.min(DECODED_AT_ONCE, bytes.remaining() + 1));
    CoderResult result = decoder.decode(bytes, discarded, true);
    while (result.isOverflow()) {
      discarded.clear();
      result = decoder.decode(bytes, discarded, true);
    }
    return !result.isError();
  }
}
