package io.webhookguard.conformance;

import java.util.List;

/**
 * What an adapter compared while it judged one request.
 *
 * @param scene where the match was, if there was one
 * @param all how many pairs of live secret and candidate there are
 * @param missing the pairs that were not compared, such as {@code secret 1 and candidate 0}
 */
record Comparisons(String scene, int all, List<String> missing) {

  private static final String SEPARATOR = ";";

  Comparisons {
    missing = List.copyOf(missing);
  }

  String format() {
    return scene + SEPARATOR + all + SEPARATOR + String.join(",", missing);
  }

  static Comparisons parse(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    List<String> missing = parts[2].isEmpty() ? List.of() : List.of(parts[2].split(",", -1));
    return new Comparisons(parts[0], Integer.parseInt(parts[1]), missing);
  }
}
