package com.example.filestore;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the entries that rows hold, and appends summaries and notes: rules LG-3 to LG-5, LG-10. */
final class FileLedger implements Ledger {

  private final Table table;

  FileLedger(Table table) {
    this.table = table;
  }

  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    table.call(
        () -> {
          Instant now = table.now();
          decisions.forEach(decision -> append(decision, now));
          return Optional.empty();
        });
  }

  private void append(Decision decision, Instant now) {
    if (decision.subject() instanceof Subject.OfEvent event) {
      table.find(event.key()).ifPresent(row -> append(row.copy(), decision, now));
    } else if (decision.subject() instanceof Subject.OfSource source) {
      append(source, decision, now);
    }
  }

  private void append(Row row, Decision decision, Instant now) {
    Table.Numbers numbers = new Table.Numbers(0, decision.token(), decision.count());
    table.add(row, now, decision.kind(), decision.actor(), numbers, decision.detail());
    table.save(row);
  }

  private void append(Subject.OfSource source, Decision decision, Instant now) {
    List<LedgerEntry> entries = new ArrayList<>(table.entriesOf(source.source()));
    entries.add(
        new LedgerEntry(
            table.nextPosition(),
            source,
            0,
            now,
            decision.kind(),
            decision.actor(),
            0,
            0,
            decision.token(),
            decision.count(),
            decision.detail()));
    table.save(new Table.SourceLog(source.source(), List.copyOf(entries)));
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    return table.call(
        () -> table.remains(key).map(row -> List.copyOf(row.entries)).orElse(List.of()));
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    if (after < 0 || limit < 1 || limit > Limits.MAX_PAGE) {
      throw new IllegalArgumentException(
          "a scan starts at 0 or later and takes 1 to " + Limits.MAX_PAGE + " entries");
    }
    return table.call(
        () -> {
          List<LedgerEntry> page =
              table.ledger().tailMap(after, false).values().stream().limit(limit).toList();
          return new LedgerPage(
              page, page.isEmpty() ? after : page.get(page.size() - 1).position());
        });
  }
}
