package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;

/**
 * How a forged request ended. No genuine request has its event's id.
 *
 * @param flaw what was wrong with it
 * @param status the answer's, or {@link Answer#NONE}
 */
public record Forgery(String source, String eventId, String flaw, int status) {

  static Forgery of(Cells line) {
    return new Forgery(line.text(0), line.text(1), line.text(2), (int) line.number(3));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(source, eventId, flaw, status);
  }
}
