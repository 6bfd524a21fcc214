package io.webhookguard.core.handler;

import io.webhookguard.api.event.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The version of payloads that a handler reads, and how older ones are brought to it. Immutable.
 *
 * <pre>{@code
 * Schema.reading("2026-03-01")
 *     .upcast("2024-06-20", "2025-03-31", older -> ...)
 *     .upcast("2025-03-31", "2026-03-01", older -> ...)
 * }</pre>
 *
 * <p>An event's version is what its adapter has recorded: {@link Attributes#SCHEMA_VERSION}, else
 * {@link Attributes#API_VERSION}, else the empty text. An event waits in the store for as long as
 * it must, is run again after a crash, and is replayed years later: by then its payload may be
 * older than what the handler reads. What is stored is never changed.
 */
public final class Schema {

  /** Whatever version comes. */
  public static final Schema ANY = new Schema(Optional.empty(), Map.of());

  private record Upcast(String to, Upcaster upcaster) {}

  /**
   * One step on the way to the version that is read.
   *
   * @param from the version that it starts from
   * @param to the version that it makes
   * @param upcaster does it
   */
  public record Stage(String from, String to, Upcaster upcaster) {}

  private final Optional<String> version;
  private final Map<String, Upcast> upcasts;

  private Schema(Optional<String> version, Map<String, Upcast> upcasts) {
    this.version = version;
    this.upcasts = upcasts;
  }

  /** Payloads of this version alone, until {@link #upcast} adds ways from others. */
  public static Schema reading(String version) {
    return new Schema(Optional.of(version), Map.of());
  }

  /**
   * This schema, and payloads of another version too.
   *
   * @throws IllegalArgumentException if there is a way from that version already
   * @throws IllegalStateException for {@link #ANY}, which reads all versions as they are
   */
  public Schema upcast(String from, String to, Upcaster upcaster) {
    if (version.isEmpty()) {
      throw new IllegalStateException("say what is read first: Schema.reading(version)");
    }
    if (upcasts.containsKey(from) || from.equals(to)) {
      throw new IllegalArgumentException("there is a way from version " + from + " already");
    }
    Map<String, Upcast> more = new HashMap<>(upcasts);
    more.put(from, new Upcast(to, upcaster));
    return new Schema(version, Map.copyOf(more));
  }

  /** The version of an event's payload, or the empty text where none is recorded. */
  public static String versionOf(Attributes attributes) {
    return attributes
        .get(Attributes.SCHEMA_VERSION)
        .or(() -> attributes.get(Attributes.API_VERSION))
        .orElse("");
  }

  /** The version that is read; nothing for {@link #ANY}. */
  public Optional<String> version() {
    return version;
  }

  /**
   * The way from a version to the one that is read, perhaps of no stages; nothing if none leads.
   */
  public Optional<List<Stage>> wayFrom(String start) {
    List<Stage> way = new ArrayList<>();
    String at = start;
    while (version.isPresent() && !version.get().equals(at)) {
      Upcast next = upcasts.get(at);
      if (next == null || way.size() >= upcasts.size()) {
        return Optional.empty();
      }
      way.add(new Stage(at, next.to(), next.upcaster()));
      at = next.to();
    }
    return Optional.of(List.copyOf(way));
  }

  @Override
  public String toString() {
    return "Schema[" + version.map(wanted -> "version " + wanted).orElse("any version") + "]";
  }
}
