package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;

/**
 * An event that the sender made, written before its first request.
 *
 * @param lane empty where the workload has none
 * @param sha256 the digest of its body
 */
public record Sent(String source, String eventId, String lane, String sha256) {

  static Sent of(Cells line) {
    return new Sent(line.text(0), line.text(1), line.text(2), line.text(3));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(source, eventId, lane, sha256);
  }
}
