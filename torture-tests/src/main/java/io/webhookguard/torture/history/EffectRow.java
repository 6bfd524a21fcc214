package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;

/**
 * An effect in the store's own database.
 *
 * @param serial its place among all effects
 * @param token the fencing token of the attempt
 */
public record EffectRow(
    long serial, String source, String eventId, long token, String node, int amount) {

  static EffectRow of(Cells line) {
    return new EffectRow(
        line.number(0),
        line.text(1),
        line.text(2),
        line.number(3),
        line.text(4),
        (int) line.number(5));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(serial, source, eventId, token, node, amount);
  }
}
