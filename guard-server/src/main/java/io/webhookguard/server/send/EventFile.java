package io.webhookguard.server.send;

import io.webhookguard.adapter.SimulatedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a line for each event that was sent, in the order in which they were done: its id, its
 * lane, its number in the lane, and whether it was acknowledged; separated by tabs, after a header
 * line that starts with {@code #}. Each line is on its way to the disk when it is done, so that a
 * run that was cut short still says how far it came.
 */
public final class EventFile implements SendObserver, AutoCloseable {

  private static final String HEADER = "# event\tlane\tsequence\tacknowledged (first 2xx)\n";

  private final Writer lines;

  /** Creates the file, or empties it. */
  public EventFile(Path file) throws IOException {
    this.lines = Files.newBufferedWriter(file);
    lines.write(HEADER);
    lines.flush();
  }

  @Override
  public void onOutcome(SimulatedEvent event, Outcome outcome) {
    // Counted elsewhere.
  }

  @Override
  public void onAcknowledged(SimulatedEvent event) {
    // Written when all its deliveries are done.
  }

  @Override
  public void onFinished(SimulatedEvent event, boolean acknowledged) {
    String line =
        String.join(
            "\t",
            event.eventId(),
            event.lane(),
            Long.toString(event.sequence()),
            acknowledged ? "yes" : "no");
    synchronized (lines) {
      try {
        lines.write(line);
        lines.write('\n');
        lines.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lines) {
      lines.close();
    }
  }
}
