package io.webhookguard.store.sqlite;

import io.webhookguard.api.ledger.DecisionKind;

/**
 * Writes the ledger entries of state changes, in the transaction of the change (LG-1).
 *
 * <p>Every change raises its row's counter of entries by one and is followed by one entry, which
 * takes the counter as its number: so numbers are dense (LG-2).
 */
final class Journal {

  private Journal() {}

  /** A decision about an event that concerns no attempt. */
  static void write(
      WriteSession session, long seq, DecisionKind kind, String actor, String detail) {
    writeAttempt(session, seq, new Entry(kind, actor, 0, 0, detail));
  }

  /** A decision about an attempt of an event. */
  static void writeAttempt(WriteSession session, long seq, Entry entry) {
    write(session, seq, entry, 1);
  }

  /** A decision that stands for {@code count} of them. */
  static void write(WriteSession session, long seq, Entry entry, long count) {
    session
        .call(SqliteStatement.WRITE_ENTRY)
        .bind("seq", seq)
        .bind("now", session.now())
        .bind("kind", entry.kind().name())
        .bind("actor", entry.actor())
        .bind("attempt", entry.attempt())
        .bind("token", entry.token())
        .bind("count", count)
        .bind("detail", entry.detail())
        .update();
  }

  /**
   * What an entry says beside its event.
   *
   * @param kind what was decided
   * @param actor who decided
   * @param attempt the attempt's number, or 0
   * @param token the claim's token, or 0
   * @param detail one line for a person
   */
  record Entry(DecisionKind kind, String actor, int attempt, long token, String detail) {}
}
