package io.webhookguard.conformance.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON array. Numbers and truth values are kept as they are written; {@code null}
 * is as good as left out.
 */
final class JsonEntry {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Object> members;

  private JsonEntry(Map<String, Object> members) {
    this.members = members;
  }

  /** The objects of an array. */
  static List<JsonEntry> all(InputStream source) throws IOException {
    List<JsonEntry> entries = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(source)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IllegalArgumentException("a file of vectors is a JSON array");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        entries.add(new JsonEntry(object(parser)));
      }
      if (!parser.hasToken(JsonToken.END_ARRAY) || parser.nextToken() != null) {
        throw new IllegalArgumentException("a file of vectors is an array of objects");
      }
    }
    return entries;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!parser.hasToken(JsonToken.VALUE_NULL)) {
        members.put(name, value(parser));
      }
    }
    return members;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.isExpectedStartObjectToken()) {
      return object(parser);
    }
    if (!parser.isExpectedStartArrayToken()) {
      return parser.getText();
    }
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  boolean has(String member) {
    return members.containsKey(member);
  }

  Optional<String> text(String member) {
    return members.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A whole number. */
  Optional<Long> number(String member) {
    return text(member).map(Long::valueOf);
  }

  boolean flag(String member) {
    return text(member).filter("true"::equals).isPresent();
  }

  /** A list of texts, or one text as a list. */
  List<String> texts(String member) {
    return has(member) ? textsOf(members.get(member)) : List.of();
  }

  /** An object whose values are texts or lists of them. */
  Map<String, List<String>> lists(String member) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    if (members.get(member) instanceof Map<?, ?> object) {
      object.forEach((name, value) -> lists.put(String.valueOf(name), textsOf(value)));
    }
    return lists;
  }

  private static List<String> textsOf(@Nullable Object value) {
    return value instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
