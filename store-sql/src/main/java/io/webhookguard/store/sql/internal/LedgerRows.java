package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import java.sql.SQLException;
import java.util.Optional;

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
    Optional<byte[]> digest = row.optionalBytes("digest");
    if (digest.isEmpty()) {
      return new Subject.OfSource(row.text("source"));
    }
    EventKey key = EventRows.key(row);
    if (!java.util.Arrays.equals(digest.get(), key.digest().toByteArray())) {
      throw new IllegalArgumentException("the digest does not fit the key");
    }
    return new Subject.OfEvent(key);
  }
}
