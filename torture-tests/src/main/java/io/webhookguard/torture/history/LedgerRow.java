package io.webhookguard.torture.history;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.torture.history.LogFile.Cells;

/**
 * An entry of the ledger.
 *
 * @param eventId empty for an entry about a source
 * @param number of the event's entries, from 1
 */
public record LedgerRow(
    long position,
    String source,
    String eventId,
    int number,
    long atMillis,
    DecisionKind kind,
    String actor,
    int generation,
    int attempt,
    long token,
    long count) {

  /** The row of an entry. */
  public static LedgerRow of(LedgerEntry entry) {
    return new LedgerRow(
        entry.position(),
        entry.subject().match(event -> event.key().route().source(), source -> source.source()),
        entry.subject().match(event -> event.key().eventId(), source -> ""),
        entry.number(),
        entry.at().toEpochMilli(),
        entry.kind(),
        entry.actor(),
        entry.generation(),
        entry.attempt(),
        entry.token(),
        entry.count());
  }

  static LedgerRow of(Cells line) {
    return new LedgerRow(
        line.number(0),
        line.text(1),
        line.text(2),
        (int) line.number(3),
        line.number(4),
        DecisionKind.valueOf(line.text(5)),
        line.text(6),
        (int) line.number(7),
        (int) line.number(8),
        line.number(9),
        line.number(10));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(
        position,
        source,
        eventId,
        number,
        atMillis,
        kind,
        actor,
        generation,
        attempt,
        token,
        count);
  }
}
