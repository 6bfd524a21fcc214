package io.webhookguard.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A part of a source file, as the documentation shows it. */
final class SourceRegion {

  private SourceRegion() {}

  /**
   * The lines between two that hold these marks, moved to the left margin, without other marks of
   * guides.
   */
  static List<String> between(Path file, String begin, String end) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .dropWhile(line -> !line.contains(begin))
            .skip(1)
            .takeWhile(line -> !line.contains(end))
            .toList();
    if (lines.isEmpty()) {
      throw new AssertionError(file + " has nothing between " + begin + " and " + end);
    }
    int margin =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream()
        .map(line -> line.isBlank() ? "" : line.substring(margin))
        .dropWhile(String::isEmpty)
        .toList();
  }
}
