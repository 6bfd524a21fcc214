package io.webhookguard.benchmarks;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a benchmark was told on the command line. Whoever writes something else than a benchmark
 * takes is told so in a line, and the process ends with 2.
 */
final class Arguments {

  /** What the process ends with where its arguments are wrong. */
  private static final int USAGE = 2;

  private static final int MOST = 1_000_000_000;

  private final List<String> given;
  private final String name;

  private Arguments(String name, List<String> given) {
    this.name = name;
    this.given = given;
  }

  /**
   * The arguments of one benchmark.
   *
   * @param name as {@code benchmarks/run.sh} calls it
   * @param most how many it takes
   */
  static Arguments of(String name, int most, String... given) {
    Arguments all = new Arguments(name, List.of(given));
    if (given.length > most) {
      throw all.misuse("takes at most " + most + " arguments, got " + given.length);
    }
    return all;
  }

  /** A whole number of at least 1. */
  int count(int index, String what, int fallback) {
    return read(index, Integer.toString(fallback), what + " is a whole number from 1", this::count);
  }

  /** A number above 0. */
  double amount(int index, String what, double fallback) {
    return read(index, Double.toString(fallback), what + " is a number above 0", this::amount);
  }

  /** Whole numbers of at least 1, joined by commas. */
  int[] counts(int index, String what, String fallback) {
    return read(
        index,
        fallback,
        what + " are whole numbers from 1, joined by commas",
        text -> Stream.of(text.split(",", -1)).mapToInt(this::count).toArray());
  }

  private int count(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > MOST) {
      throw new NumberFormatException();
    }
    return number;
  }

  private double amount(String text) {
    double number = Double.parseDouble(text);
    if (!(number > 0 && number <= MOST)) {
      throw new NumberFormatException();
    }
    return number;
  }

  private <T> T read(int index, String fallback, String grammar, Function<String, T> parse) {
    String text = index < given.size() ? given.get(index) : fallback;
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw misuse(grammar + ", got \"" + text + "\"");
    }
  }

  /** Ends the process; what it returns is for the compiler. */
  private IllegalStateException misuse(String what) {
    System.err.println(
        "benchmarks/run.sh " + name + ": " + what + "; see benchmarks/run.sh --help");
    System.exit(USAGE);
    return new IllegalStateException("the process has ended");
  }
}
