package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;

/**
 * How one genuine request ended. Times are nanoseconds of the sender's own clock.
 *
 * @param startedNanos before its first byte was sent
 * @param endedNanos after its answer was read, or nothing came
 * @param status the answer's, or {@link #NONE}: nobody knows what became of it
 */
public record Answer(
    String source, String eventId, long startedNanos, long endedNanos, int status) {

  /** No answer came. */
  public static final int NONE = -1;

  static Answer of(Cells line) {
    return new Answer(
        line.text(0), line.text(1), line.number(2), line.number(3), (int) line.number(4));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(source, eventId, startedNanos, endedNanos, status);
  }

  /** Whether the sender was told that the event is taken. */
  public boolean isAcknowledged() {
    return status >= 200 && status < 300;
  }
}
