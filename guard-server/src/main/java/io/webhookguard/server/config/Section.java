package io.webhookguard.server.config;

import io.webhookguard.api.error.ConfigurationException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file, read key by key.
 *
 * <p>Every getter reports what is wrong with its value and then answers with the default, so that
 * reading goes on and all problems show at once. Whatever no getter asked for is unknown: {@link
 * #close} reports it. Not safe for use by many threads.
 */
final class Section implements AutoCloseable {

  private static final String NOT_AVAILABLE = "not available in this version";

  private final String path;
  private final int line;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Map<String, Integer> keyLines = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final Interpolation interpolation;
  private final Problems problems;

  Section(String path, Node node, Interpolation interpolation, Problems problems) {
    this.path = path;
    this.line = lineOf(node);
    this.interpolation = interpolation;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::addEntry);
    } else {
      problems.add(line, path, "holds keys and values of its own, indented below it");
    }
  }

  private void addEntry(NodeTuple entry) {
    int keyLine = lineOf(entry.getKeyNode());
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      problems.add(keyLine, path, "a key is a plain name");
      return;
    }
    if (entries.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
      problems.add(keyLine, child(key.getValue()), "stands here twice: remove one");
    }
    keyLines.putIfAbsent(key.getValue(), keyLine);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** All keys that are there, in the order of the file. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether the key is there. */
  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** Reports a problem with a key, or with the section where the key is missing. */
  void problem(String key, String what) {
    problems.add(keyLines.getOrDefault(key, line), child(key), what);
  }

  /** The section below a key. */
  Optional<Section> section(String key) {
    return node(key).map(node -> new Section(child(key), node, interpolation, problems));
  }

  /** The section below a key; an empty one where it is missing. */
  Section sectionOrEmpty(String key) {
    return section(key).orElseGet(() -> new Section(child(key), line, interpolation, problems));
  }

  private Section(String path, int line, Interpolation interpolation, Problems problems) {
    this.path = path;
    this.line = line;
    this.interpolation = interpolation;
    this.problems = problems;
  }

  /** A text, with environment variables put in. */
  Optional<String> text(String key) {
    return node(key).flatMap(node -> scalar(child(key), node)).map(Scalar::text);
  }

  /** A text that must be there. */
  String requiredText(String key) {
    if (!has(key)) {
      problem(key, "is missing");
    }
    return text(key).orElse("");
  }

  /** A list of texts, or one text alone. Nothing if one of them cannot be read. */
  Optional<List<String>> texts(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty() || !(node.get() instanceof SequenceNode sequence)) {
      return text(key).map(List::of);
    }
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (Node item : sequence.getValue()) {
      scalar(child(key) + "[" + index + "]", item).map(Scalar::text).ifPresent(texts::add);
      index++;
    }
    return texts.size() == index ? Optional.of(texts) : Optional.empty();
  }

  /** Whether the value is a list. */
  boolean isList(String key) {
    known.add(key);
    return entries.get(key) instanceof SequenceNode;
  }

  Duration duration(String key, Duration fallback) {
    return parsed(
        key, fallback, Units::duration, "is not a duration: write it like 500ms, 30s, 20h or 90d");
  }

  int integer(String key, int fallback, int least, int most) {
    return parsed(
        key,
        fallback,
        text -> wholeNumber(text).filter(number -> number >= least && number <= most),
        "is not a whole number from " + least + " to " + most);
  }

  private static Optional<Integer> wholeNumber(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  int bytes(String key, int fallback, int most) {
    return parsed(
        key,
        fallback,
        text -> {
          OptionalLong bytes = Units.bytes(text);
          return bytes.isPresent() && bytes.getAsLong() >= 1 && bytes.getAsLong() <= most
              ? Optional.of((int) bytes.getAsLong())
              : Optional.empty();
        },
        "is not a size from 1 to " + most + " bytes: write it like 512KiB or 1MiB");
  }

  double decimal(String key, double fallback) {
    return parsed(key, fallback, Section::number, "is not a number");
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(new BigDecimal(text).doubleValue()).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean flag(String key, boolean fallback) {
    return parsed(
        key,
        fallback,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        "is neither true nor false");
  }

  /** One constant of an enum, written in lower case with hyphens, or as it is declared. */
  <E extends Enum<E>> E choice(String key, E fallback) {
    List<E> all = List.of(fallback.getDeclaringClass().getEnumConstants());
    String names = all.stream().map(Section::spelling).collect(Collectors.joining(", "));
    return parsed(
        key,
        fallback,
        text ->
            all.stream()
                .filter(one -> spelling(one).equals(text) || one.name().equals(text))
                .findFirst(),
        "is none of " + names);
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A value of any other grammar. */
  <T> T parsed(String key, T fallback, Function<String, Optional<T>> grammar, String otherwise) {
    Optional<Scalar> scalar = node(key).flatMap(node -> scalar(child(key), node));
    if (scalar.isEmpty()) {
      return fallback;
    }
    Optional<T> value = grammar.apply(scalar.get().text());
    if (value.isEmpty()) {
      problem(key, "\"" + scalar.get().written() + "\" " + otherwise);
    }
    return value.orElse(fallback);
  }

  /** A value whose maker says what is wrong with it. */
  <T> Optional<T> made(String key, Supplier<T> maker) {
    known.add(key);
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException | ConfigurationException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Refuses a key whose feature is not there yet, unless it has one of the harmless values. */
  void unavailable(String key, String... harmless) {
    refuse(key, NOT_AVAILABLE, harmless);
  }

  /** Refuses a key that would do nothing here, unless it has one of the harmless values. */
  void idle(String key, String why, String... harmless) {
    refuse(key, why, harmless);
  }

  private void refuse(String key, String why, String... harmless) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return;
    }
    boolean isHarmless =
        node.get() instanceof ScalarNode scalar
            && isOneOf(interpolation.apply(scalar.getValue()), harmless);
    boolean isEmpty =
        (node.get() instanceof MappingNode mapping && mapping.getValue().isEmpty())
            || (node.get() instanceof SequenceNode sequence && sequence.getValue().isEmpty());
    if (!isHarmless && !isEmpty) {
      problem(key, why + removal(harmless));
    }
  }

  /** A variable that is not set and has no default is meant to hold something. */
  private static boolean isOneOf(Interpolation.Outcome value, String... texts) {
    return value.missing().isEmpty() && Stream.of(texts).anyMatch(value.text()::equals);
  }

  private static String removal(String... harmless) {
    return Stream.of(harmless)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> "; remove it or set it to " + value)
        .orElse("; remove it");
  }

  /** Reports every key that nothing asked for. */
  @Override
  public void close() {
    entries.keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(key -> problem(key, "unknown key; " + suggestion(key)));
  }

  private String suggestion(String key) {
    Optional<String> nearest =
        known.stream()
            .min(Comparator.comparingInt(other -> distance(key, other)))
            .filter(other -> distance(key, other) <= 2);
    return nearest
        .map(other -> "did you mean " + other + "?")
        .orElse(
            known.isEmpty() ? "there is none here" : "known here are " + String.join(", ", known));
  }

  /** The number of single-character edits between two names. */
  private static int distance(String first, String second) {
    int[] row = new int[second.length() + 1];
    for (int j = 0; j <= second.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= first.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= second.length(); j++) {
        int substituted = diagonal + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[second.length()];
  }

  private Optional<Node> node(String key) {
    known.add(key);
    Optional<Node> node = Optional.ofNullable(entries.get(key));
    if (node.isPresent() && node.get().getTag().equals(Tag.NULL)) {
      problem(key, "has no value: give it one, or remove the key");
      return Optional.empty();
    }
    return node;
  }

  /**
   * A value.
   *
   * @param text with environment variables put in: it may be a secret
   * @param written as it stands in the file, for messages
   */
  private record Scalar(String text, String written) {}

  private Optional<Scalar> scalar(String where, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(lineOf(node), where, "is a single value, not a list or a section");
      return Optional.empty();
    }
    Interpolation.Outcome outcome = interpolation.apply(scalar.getValue());
    if (outcome.missing().isPresent()) {
      String name = outcome.missing().get();
      problems.add(
          lineOf(node),
          where,
          "the environment variable "
              + name
              + " is not set: set it, or give a default with ${"
              + name
              + ":-…}");
      return Optional.empty();
    }
    return Optional.of(new Scalar(outcome.text(), scalar.getValue()));
  }
}
