package io.webhookguard.adapter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.webhookguard.api.provider.Rejection;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over one body: where it is in the tree of wanted paths, and what it has seen. */
final class JsonWalk {

  private final JsonParser parser;
  private final JsonValue[] byNode;
  private final boolean[] seen;
  private final Set<String> topKeys = new HashSet<>();

  /** The wanted node of each open container; index 0 stands for the document itself. */
  private final JsonPaths.Node[] open = new JsonPaths.Node[JsonScanner.MAX_DEPTH + 1];

  private int depth;
  private JsonPaths.Node next;
  private @Nullable Rejection flaw;

  JsonWalk(JsonParser parser, JsonPaths paths) {
    this.parser = parser;
    this.byNode = new JsonValue[paths.nodes()];
    Arrays.fill(byNode, JsonValue.ABSENT);
    this.seen = new boolean[paths.nodes()];
    this.next = paths.root();
  }

  /** Walks to the end, or to the first flaw, and returns what was found at each node. */
  JsonValue[] toEnd() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      flaw = Rejection.JSON; // white space alone
    }
    for (int tokens = 1; flaw == null && token != null; tokens++) {
      if (tokens > JsonScanner.MAX_TOKENS) {
        flaw = Rejection.JSON_DEPTH;
      } else if (tokens > 1 && depth == 0) {
        flaw = Rejection.JSON; // a second value
      } else {
        accept(token);
        token = parser.nextToken();
      }
    }
    return byNode;
  }

  /** Why the body is refused, if it is. */
  Optional<Rejection> flaw() {
    return Optional.ofNullable(flaw);
  }

  private void accept(JsonToken token) throws IOException {
    switch (token) {
      case FIELD_NAME -> name(parser.currentName());
      case START_OBJECT -> descend(next);
      case START_ARRAY -> descend(JsonPaths.elsewhere());
      case END_OBJECT, END_ARRAY -> depth--;
      default -> scalar(token);
    }
  }

  private void name(String key) {
    JsonPaths.Node node = open[depth].child(key);
    boolean repeated = depth == 1 && !topKeys.add(key);
    if (!node.isElsewhere()) {
      // A node is met once only: its parent, met twice, would have ended the walk.
      repeated |= seen[node.number()];
      seen[node.number()] = true;
    }
    if (key.length() > JsonScanner.MAX_STRING_CHARS) {
      flaw = Rejection.JSON_DEPTH;
    } else if (repeated) {
      flaw = Rejection.JSON_DUPLICATE;
    }
    next = node;
  }

  private void descend(JsonPaths.Node node) {
    if (next.isRead()) {
      byNode[next.number()] = JsonValue.CONTAINER;
    }
    depth++;
    open[depth] = node;
    next = JsonPaths.elsewhere(); // what an array holds is nowhere; an object names its values
  }

  private void scalar(JsonToken token) throws IOException {
    // The length of a string is known once it is decoded, which also checks its escapes.
    if (token == JsonToken.VALUE_STRING && parser.getTextLength() > JsonScanner.MAX_STRING_CHARS) {
      flaw = Rejection.JSON_DEPTH;
    }
    if (next.isRead()) {
      byNode[next.number()] = valueOf(token);
    }
    next = JsonPaths.elsewhere();
  }

  private JsonValue valueOf(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> JsonValue.ofString(parser.getText());
      case VALUE_TRUE -> JsonValue.ofBoolean(true);
      case VALUE_FALSE -> JsonValue.ofBoolean(false);
      case VALUE_NULL -> JsonValue.NULL;
      default -> number();
    };
  }

  private JsonValue number() throws IOException {
    if (parser.getTextLength() > JsonScanner.MAX_NUMBER_CHARS) {
      flaw = Rejection.JSON_NUMBER;
      return JsonValue.ABSENT;
    }
    String text = parser.getText();
    if (exponentOf(text) > JsonScanner.MAX_EXPONENT) {
      flaw = Rejection.JSON_NUMBER;
    }
    return JsonValue.ofNumber(text);
  }

  /** The amount of the exponent, cut at one more than the limit; 0 without one. */
  private static int exponentOf(String number) {
    int start = Math.max(number.indexOf('e'), number.indexOf('E')) + 1;
    int amount = 0;
    for (int i = start; start > 0 && i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        amount = Math.min(amount * 10 + (c - '0'), JsonScanner.MAX_EXPONENT + 1);
      }
    }
    return amount;
  }
}
