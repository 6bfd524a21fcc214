package io.webhookguard.conformance.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** What several callers asked and heard, each in its own order. */
final class History {

  private final List<String> before;
  private final List<List<Heard<?>>> callers = new ArrayList<>();

  /** A history that begins after this story. */
  History(List<String> before) {
    this.before = List.copyOf(before);
  }

  void add(List<Heard<?>> ofOneCaller) {
    callers.add(List.copyOf(ofOneCaller));
  }

  List<List<Heard<?>>> callers() {
    return callers;
  }

  List<Heard<?>> all() {
    return callers.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(Heard::began))
        .toList();
  }

  /** Tells each answer's names. */
  void answers(BiConsumer<String, String> counts) {
    all().forEach(heard -> count(heard, counts));
  }

  private static <A> void count(Heard<A> heard, BiConsumer<String, String> counts) {
    heard
        .answer()
        .ifPresent(
            answer ->
                heard
                    .call()
                    .outcomes(answer)
                    .forEach(outcome -> counts.accept(heard.call().name(), outcome)));
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>(before);
    lines.add("then all at once, each call with its interval:");
    all().forEach(heard -> lines.add(heard.toString()));
    return "  after\n    " + String.join("\n    ", lines);
  }
}
