package io.webhookguard.torture.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of lines, each of cells with a tab between them. A line is with the system before {@link
 * #append} returns, so that it survives its writer. Safe for use by many threads.
 */
public final class LogFile implements AutoCloseable {

  private static final String TAB = "\t";

  private final BufferedWriter writer;

  private LogFile(BufferedWriter writer) {
    this.writer = writer;
  }

  /** Opens a file to write behind what it has. */
  public static LogFile appendTo(Path file) {
    try {
      return new LogFile(
          Files.newBufferedWriter(
              file,
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one line. */
  public synchronized void append(Object... cells) {
    try {
      writer.write(Arrays.stream(cells).map(LogFile::cell).collect(Collectors.joining(TAB)) + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(Object value) {
    return String.valueOf(value).replaceAll("[\\t\\r\\n]", " ");
  }

  /** The lines of a file, whole ones only; none where there is no file. */
  public static List<Cells> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> new Cells(List.of(line.split(TAB, -1))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One line.
   *
   * @param all its cells
   */
  public record Cells(List<String> all) {

    /** The text at this place, from 0. */
    public String text(int place) {
      return all.get(place);
    }

    /** The number at this place. */
    public long number(int place) {
      return Long.parseLong(all.get(place));
    }
  }
}
