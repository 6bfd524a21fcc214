package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.Limits;
import io.webhookguard.store.sql.internal.SqlReads;
import java.util.List;
import java.util.Optional;

/** The ledger as its port shows it: reads, and appends of summaries and notes. */
final class SqliteLedger implements Ledger {

  private final SqliteWriter writer;
  private final SqlReads reads;

  SqliteLedger(SqliteWriter writer, SqlReads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    if (decisions.isEmpty()) {
      return;
    }
    writer.write(
        session -> {
          decisions.forEach(decision -> append(session, decision));
          return decisions.size();
        });
  }

  private static int append(WriteSession session, Decision decision) {
    return decision
        .subject()
        .match(
            event -> appendToEvent(session, event.key(), decision),
            source -> appendToSource(session, source.source(), decision));
  }

  /** What is about an event that is not known is dropped: there is nothing to number it with. */
  private static int appendToEvent(WriteSession session, EventKey key, Decision decision) {
    Optional<Long> seq =
        session
            .call(SqliteStatement.NUMBER_SUMMARY)
            .bind("digest", key.digest())
            .first(row -> row.number("seq"));
    Journal.Entry entry =
        new Journal.Entry(
            decision.kind(), decision.actor(), 0, decision.token(), decision.detail());
    seq.ifPresent(row -> Journal.write(session, row, entry, decision.count()));
    return seq.isPresent() ? 1 : 0;
  }

  private static int appendToSource(WriteSession session, String source, Decision decision) {
    return session
        .call(SqliteStatement.WRITE_SOURCE_SUMMARY)
        .bind("source", source)
        .bind("now", session.now())
        .bind("kind", decision.kind().name())
        .bind("actor", decision.actor())
        .bind("token", decision.token())
        .bind("count", decision.count())
        .bind("detail", decision.detail())
        .update();
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    return reads.entries(key);
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    return reads.scan(after, limit);
  }
}
