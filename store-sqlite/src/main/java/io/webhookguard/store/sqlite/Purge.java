package io.webhookguard.store.sqlite;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.store.sql.internal.StoreClock;
import java.util.List;

/** Removes what is past its retention, in one bounded transaction per call (ES-52, ES-53). */
final class Purge {

  private final SqliteWriter writer;

  Purge(SqliteWriter writer) {
    this.writer = writer;
  }

  /** Tombstones first: they take nothing but room, and are gone for good. */
  Purged purge(Retention retention, int limit) {
    return writer.write(
        session -> {
          List<Long> forgotten =
              settledBefore(
                  session,
                  StoreClock.before(session.now(), retention.dedupHorizon()),
                  false,
                  limit);
          forgotten.forEach(seq -> forget(session, seq));
          List<Long> emptied =
              settledBefore(
                  session,
                  StoreClock.before(session.now(), retention.payload()),
                  true,
                  limit - forgotten.size());
          emptied.forEach(seq -> empty(session, seq));
          return new Purged(emptied.size(), forgotten.size());
        });
  }

  private static List<Long> settledBefore(
      WriteSession session, long time, boolean payloadKept, int limit) {
    return session
        .call(SqliteStatement.SETTLED_BEFORE)
        .bind("before", time)
        .bind("payload_kept", payloadKept)
        .bind("limit", limit)
        .list(row -> row.number("seq"));
  }

  private static void forget(WriteSession session, long seq) {
    run(session, SqliteStatement.REMEMBER_NUMBER, seq);
    run(session, SqliteStatement.FORGET_EVENT, seq);
  }

  private static void empty(WriteSession session, long seq) {
    run(session, SqliteStatement.MARK_PURGED, seq);
    dropContent(session, seq);
    Journal.write(session, seq, DecisionKind.PURGED, LedgerEntry.GUARD, "");
  }

  /** All of an event that does not recognise duplicates. */
  static void dropContent(WriteSession session, long seq) {
    run(session, SqliteStatement.DROP_PAYLOAD, seq);
    run(session, SqliteStatement.STRIP_RESPONSE, seq);
    run(session, SqliteStatement.DROP_STEPS, seq);
  }

  private static void run(WriteSession session, SqliteStatement statement, long seq) {
    session.call(statement).bind("seq", seq).update();
  }
}
