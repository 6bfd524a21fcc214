package io.webhookguard.adapter;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The wanted paths of a scan as a tree of keys. Immutable once built.
 *
 * <p>A path leads through objects only; an array on the way ends it. Each node has a number, so
 * that a scan keeps what it saw in plain arrays.
 */
final class JsonPaths {

  static final int MAX_PATHS = 64;
  static final int MAX_SEGMENTS = 16;
  static final int MAX_CHARS = 255;

  /** The place of no wanted path. */
  private static final Node ELSEWHERE = new Node(-1);

  private final Node root = new Node(0);
  private final List<Node> wanted = new ArrayList<>();
  private final List<String> texts;
  private int nodes = 1;

  JsonPaths(List<String> dottedPaths) {
    if (dottedPaths.size() > MAX_PATHS) {
      throw new ConfigurationException("a scan reads at most " + MAX_PATHS + " paths");
    }
    texts = List.copyOf(dottedPaths);
    for (String path : texts) {
      wanted.add(insert(segmentsOf(path)));
    }
  }

  /**
   * The keys of a dotted path.
   *
   * @throws ConfigurationException if it is not one
   */
  static List<String> segmentsOf(String path) {
    List<String> segments = List.of(path.split("\\.", -1));
    boolean good =
        path.length() <= MAX_CHARS
            && segments.size() <= MAX_SEGMENTS
            && segments.stream().noneMatch(segment -> Names.flawOfOpaque(segment).isPresent());
    if (!good) {
      throw new ConfigurationException(
          "a path is 1 to "
              + MAX_SEGMENTS
              + " keys joined by dots, such as data.object.customer, got \""
              + Names.printable(path, MAX_CHARS)
              + "\"");
    }
    return segments;
  }

  private Node insert(List<String> segments) {
    Node node = root;
    for (String segment : segments) {
      Node child = node.children.get(segment);
      if (child == null) {
        child = new Node(nodes++);
        node.children.put(segment, child);
      }
      node = child;
    }
    node.read = true;
    return node;
  }

  Node root() {
    return root;
  }

  static Node elsewhere() {
    return ELSEWHERE;
  }

  int nodes() {
    return nodes;
  }

  /** The wanted values out of what a scan found at each node. */
  Map<String, JsonValue> pick(JsonValue[] byNode) {
    Map<String, JsonValue> values = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      values.put(texts.get(i), byNode[wanted.get(i).number]);
    }
    return values;
  }

  /** One key on the way to a wanted value. */
  static final class Node {

    private final int number;
    private final Map<String, Node> children = new HashMap<>();
    private boolean read;

    private Node(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /** Whether the value here is wanted, not only one below. */
    boolean isRead() {
      return read;
    }

    boolean isElsewhere() {
      return number < 0;
    }

    Node child(String key) {
      return children.getOrDefault(key, ELSEWHERE);
    }
  }
}
