package io.webhookguard.adapter;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.provider.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the lane of an event is found. */
public sealed interface LaneSource {

  /** No lane: all events run beside each other. */
  LaneSource NONE = new None();

  /** How a setting names a header. */
  String HEADER_PREFIX = "header:";

  /**
   * Reads a setting: {@code none}, {@code header:NAME}, or a dotted path in the body.
   *
   * @throws ConfigurationException if it is none of these
   */
  static LaneSource parse(String setting) {
    if (setting.equals("none")) {
      return NONE;
    }
    return setting.startsWith(HEADER_PREFIX)
        ? new HeaderLine(setting.substring(HEADER_PREFIX.length()))
        : new BodyPath(setting);
  }

  /** The paths that a scan of the body must read for it. */
  List<String> paths();

  /**
   * The lane of an event: {@link Lane#NONE} where the place is missing or holds no text, and
   * nothing where it holds a text that cannot name a lane. Such an event must be refused: run
   * outside its lane, it could overtake what it has to wait for.
   */
  Optional<Lane> laneOf(Headers headers, JsonScan.Found body);

  /** See {@link #NONE}. */
  record None() implements LaneSource {
    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public Optional<Lane> laneOf(Headers headers, JsonScan.Found body) {
      return Optional.of(Lane.NONE);
    }
  }

  /**
   * The string at a place in the body.
   *
   * @param path keys from the top object down, joined by dots
   */
  record BodyPath(String path) implements LaneSource {

    public BodyPath {
      JsonPaths.segmentsOf(path);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }

    @Override
    public Optional<Lane> laneOf(Headers headers, JsonScan.Found body) {
      Optional<String> text = body.at(path).asString();
      return text.isEmpty() ? Optional.of(Lane.NONE) : laneNamed(text.get());
    }
  }

  /**
   * The value of a header line. Most providers do not sign their headers: whoever captured a
   * request can choose the lane when sending it again.
   *
   * @param name the header's name, without regard to case
   */
  record HeaderLine(String name) implements LaneSource {

    private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";

    public HeaderLine {
      boolean token =
          !name.isEmpty()
              && name.length() <= Names.MAX_LABEL_CHARS
              && name.chars().allMatch(HeaderLine::isTokenCharacter);
      if (!token) {
        throw new ConfigurationException(
            "a lane from a header is header:NAME with the name of a header, got \""
                + Names.printable(name, Names.MAX_LABEL_CHARS)
                + "\"");
      }
      name = name.toLowerCase(Locale.ROOT);
    }

    private static boolean isTokenCharacter(int c) {
      return (c >= '0' && c <= '9')
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || PUNCTUATION.indexOf(c) >= 0;
    }

    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public Optional<Lane> laneOf(Headers headers, JsonScan.Found body) {
      List<String> lines = headers.all(name);
      if (lines.isEmpty()) {
        return Optional.of(Lane.NONE);
      }
      return lines.size() == 1 ? laneNamed(lines.get(0)) : Optional.empty();
    }
  }

  private static Optional<Lane> laneNamed(String text) {
    return Names.flawOfOpaque(text).isPresent() ? Optional.empty() : Optional.of(Lane.of(text));
  }
}
