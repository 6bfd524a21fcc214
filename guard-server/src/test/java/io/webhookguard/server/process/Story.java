package io.webhookguard.server.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as the commands show it in JSON.
 *
 * @param fields its fields, numbers as they are written
 * @param ledger its ledger entries, if they were asked for
 */
record Story(Map<String, String> fields, List<Story> ledger) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Reads one story. */
  static Story of(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return object(parser);
    }
  }

  /** Reads an array of events. */
  static List<Story> listOf(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return array(parser);
    }
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The kinds of its ledger entries, in order. */
  List<String> kinds() {
    return ledger.stream().map(entry -> entry.field("kind")).toList();
  }

  /** The state, with the reason of a failure. */
  String state() {
    String reason = field("reason");
    return reason.isEmpty() ? field("state") : field("state") + "(" + reason + ")";
  }

  private static Story object(JsonParser parser) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    List<Story> ledger = List.of();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      switch (parser.nextToken()) {
        case START_ARRAY -> ledger = array(parser);
        case START_OBJECT -> parser.skipChildren();
        default -> fields.put(name, parser.getText());
      }
    }
    return new Story(fields, ledger);
  }

  private static List<Story> array(JsonParser parser) throws IOException {
    List<Story> stories = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      stories.add(object(parser));
    }
    return stories;
  }
}
