package io.webhookguard.api.event;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A few small facts that travel with an event beside its payload: the provider's API version, a
 * trace context.
 *
 * <p>At most {@value #MAX_ENTRIES} entries; names are labels ({@link Names#requireLabel}); values
 * are at most {@value #MAX_VALUE_CHARS} characters. Immutable.
 */
public final class Attributes {

  /** The most entries. */
  public static final int MAX_ENTRIES = 16;

  /** The longest value in characters. */
  public static final int MAX_VALUE_CHARS = 512;

  /** The name under which adapters record the provider's API version. */
  public static final String API_VERSION = "api-version";

  /** The name of the version of the payload's own schema, where it is not the API's. */
  public static final String SCHEMA_VERSION = "schema-version";

  /** No attributes. */
  public static final Attributes EMPTY = new Attributes(Map.of());

  private final Map<String, String> entries;

  private Attributes(Map<String, String> entries) {
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "an event has at most " + MAX_ENTRIES + " attributes, got " + entries.size());
    }
    entries.forEach(
        (name, value) -> {
          Names.requireLabel("attribute name", name);
          if (value.length() > MAX_VALUE_CHARS) {
            throw new IllegalArgumentException(
                "attribute " + name + " is longer than " + MAX_VALUE_CHARS + " characters");
          }
        });
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Copies the entries, keeping their order. */
  public static Attributes of(Map<String, String> entries) {
    return entries.isEmpty() ? EMPTY : new Attributes(entries);
  }

  /** The value under the name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** All entries, unmodifiable. */
  public Map<String, String> asMap() {
    return entries;
  }

  /**
   * The entries in the form that stores keep: one {@code name=value} line each in UTF-8, with
   * backslash, line feed and carriage return escaped by a backslash.
   */
  public byte[] encode() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (name, value) ->
            text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it was not written by {@code encode}
   */
  public static Attributes decode(byte[] stored) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : new String(stored, StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("an attribute line has no name");
      }
      entries.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
    }
    return of(entries);
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        plain.append(
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> text.charAt(i);
            });
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** The names alone: values may come from outside. */
  @Override
  public String toString() {
    return "Attributes" + entries.keySet();
  }
}
