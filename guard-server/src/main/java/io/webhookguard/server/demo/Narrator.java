package io.webhookguard.server.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Tells what happens, with the seconds since the start. */
final class Narrator {

  private final PrintWriter screen;
  private final long start = System.nanoTime();

  Narrator(PrintWriter screen) {
    this.screen = screen;
  }

  /** A step, with its time. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency for one line.
  void step(String format, Object... values) {
    double seconds = (System.nanoTime() - start) / 1e9;
    String text = String.format(Locale.ROOT, format, values);
    screen.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, text);
    screen.flush();
  }

  /** Lines as they are. */
  void lines(List<String> lines) {
    lines.forEach(screen::println);
    screen.flush();
  }
}
