package io.webhookguard.api.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The header fields of a request, each line on its own, names without regard to case. Immutable.
 *
 * <p>Lines are never joined: two lines of a signature header are two claims, not one list.
 */
public final class Headers {

  /** No header at all. */
  public static final Headers EMPTY = new Headers(Map.of());

  private final Map<String, List<String>> lines;

  private Headers(Map<String, List<String>> lines) {
    this.lines = lines;
  }

  /** Copies header lines; the values of one name keep their order. */
  public static Headers of(Map<String, List<String>> lines) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    lines.forEach(
        (name, values) ->
            copy.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .addAll(values));
    copy.replaceAll((name, values) -> List.copyOf(values));
    return new Headers(Collections.unmodifiableMap(copy));
  }

  /** The value of the first line with this name. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The values of all lines with this name, in order. */
  public List<String> all(String name) {
    return lines.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** All lines by lower-case name, unmodifiable. */
  public Map<String, List<String>> asMap() {
    return lines;
  }

  /** The names alone: values may be credentials. */
  @Override
  public String toString() {
    return "Headers" + lines.keySet();
  }
}
