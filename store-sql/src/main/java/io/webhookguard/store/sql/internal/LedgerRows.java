package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import java.sql.SQLException;

/** Makes entries from rows of the ledger. */
public final class LedgerRows {

  private LedgerRows() {}

  /** The entry of a row. */
  public static LedgerEntry entry(Row row) throws SQLException {
    long position = row.number("position");
    try {
      return new LedgerEntry(
          position,
          subject(row),
          row.count("number"),
          row.time("at"),
          DecisionKind.valueOf(row.text("kind")),
          row.text("actor"),
          row.count("generation"),
          row.count("attempt"),
          row.number("token"),
          row.number("count"),
          row.text("detail"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CorruptStateException("ledger entry " + position + " is not the guard's", e);
    }
  }

  private static Subject subject(Row row) throws SQLException {
    return row.count("number") == 0
        ? new Subject.OfSource(row.text("source"))
        : new Subject.OfEvent(EventRows.key(row));
  }
}
