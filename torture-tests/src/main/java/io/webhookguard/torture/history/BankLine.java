package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;

/**
 * One request that the bank answered, in the order of the bank.
 *
 * @param key the idempotency key, or {@link #NO_KEY}
 * @param token the fencing token of the attempt
 * @param node who asked
 * @param sha256 the digest of what was asked for
 * @param applied false when the key was known already
 * @param atMillis when, by the machine's clock
 */
public record BankLine(
    String key,
    String source,
    String eventId,
    long token,
    String node,
    int attempt,
    String sha256,
    boolean applied,
    long atMillis) {

  /** The key of a request that has none. */
  public static final String NO_KEY = "-";

  /** Reads what {@link #to} wrote. */
  static BankLine of(Cells line) {
    return new BankLine(
        line.text(0),
        line.text(1),
        line.text(2),
        line.number(3),
        line.text(4),
        (int) line.number(5),
        line.text(6),
        Boolean.parseBoolean(line.text(7)),
        line.number(8));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(key, source, eventId, token, node, attempt, sha256, applied, atMillis);
  }
}
