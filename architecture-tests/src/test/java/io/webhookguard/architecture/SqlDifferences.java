package io.webhookguard.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is declared to differ between the stores on servers: {@code sql-differences.txt}. */
final class SqlDifferences {

  private final Map<String, Set<String>> names = new HashMap<>();

  private SqlDifferences() {}

  static SqlDifferences declared() throws IOException {
    try (InputStream file = SqlDifferences.class.getResourceAsStream("sql-differences.txt")) {
      return of(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static SqlDifferences of(String text) {
    SqlDifferences differences = new SqlDifferences();
    String section = "";
    String store = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (line.startsWith("  ")) {
        differences.add(section, store, line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(": ", 2);
        if (parts.length != 2 || parts[1].isBlank()) {
          throw new IllegalArgumentException("a difference needs a reason: " + line);
        }
        store = parts[0];
      }
    }
    return differences;
  }

  /** Statements stand side by side; what has spaces stands alone. */
  private void add(String section, String store, String line) {
    List<String> items =
        section.equals("[statements]") ? List.of(line.split(" +", -1)) : List.of(line);
    for (String item : items) {
      if (!names.computeIfAbsent(section + store, key -> new TreeSet<>()).add(item)) {
        throw new IllegalArgumentException(item + " stands there twice");
      }
    }
  }

  /** What only this store has, or {@code both} have in another way. */
  Set<String> of(String section, String store) {
    return names.getOrDefault("[" + section + "]" + store, Set.of());
  }
}
