package io.webhookguard.core.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. */
final class Tally {

  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  void addAll(Tally other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** One line for each. */
  String table() {
    StringBuilder table = new StringBuilder();
    counts.forEach((what, count) -> table.append(String.format("  %-44s %10d%n", what, count)));
    return table.toString();
  }
}
