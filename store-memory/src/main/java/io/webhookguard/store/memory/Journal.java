package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of the ledger. It only grows: nothing here changes an entry (LG-6), and only what is
 * archived goes, from the front (SL-8).
 *
 * <p>Positions are counted without gaps, so whoever has read up to one misses nothing (LG-3).
 * Guarded by the store's monitor.
 */
final class Journal {

  private final List<LedgerEntry> entries = new ArrayList<>();
  private final Map<EventKey, List<LedgerEntry>> byEvent = new HashMap<>();

  /** How many entries went from the front: the position before the first that is left. */
  private int dropped;

  /** A decision about the event that concerns no attempt. */
  void write(EventRow row, Instant now, DecisionKind kind, String actor, String detail) {
    ofEvent(row, now, kind, actor, new Detail(0, 0, 1, detail));
  }

  /** A decision about the event's newest attempt. */
  void writeAttempt(EventRow row, Instant now, DecisionKind kind, String actor, String detail) {
    ofEvent(row, now, kind, actor, new Detail(row.attempts, row.newestToken, 1, detail));
  }

  /** A summary or a note about the event. */
  void writeSummary(EventRow row, Instant now, Decision decision) {
    Detail detail = new Detail(0, decision.token(), decision.count(), decision.detail());
    ofEvent(row, now, decision.kind(), decision.actor(), detail);
  }

  /** A summary about a source. */
  void writeSummary(Subject.OfSource source, Instant now, Decision decision) {
    Detail detail = new Detail(0, decision.token(), decision.count(), decision.detail());
    add(source, 0, now, decision.kind(), decision.actor(), 0, detail);
  }

  /** All entries of the event, oldest first. */
  List<LedgerEntry> entries(EventKey key) {
    return List.copyOf(byEvent.getOrDefault(key, List.of()));
  }

  /** At most {@code limit} entries after the position. */
  LedgerPage scan(long after, int limit) {
    int from = (int) Math.min(Math.max(0, after - dropped), entries.size());
    int to = (int) Math.min((long) from + limit, entries.size());
    return new LedgerPage(entries.subList(from, to), from == to ? after : dropped + to);
  }

  /** Removes the oldest entries up to the position, at most {@code limit}. */
  int drop(long upTo, int limit) {
    int count = (int) Math.min(Math.min(limit, entries.size()), Math.max(0, upTo - dropped));
    List<LedgerEntry> gone = entries.subList(0, count);
    for (LedgerEntry entry : gone) {
      if (entry.subject() instanceof Subject.OfEvent event) {
        byEvent.getOrDefault(event.key(), new ArrayList<>()).remove(entry);
      }
    }
    gone.clear();
    dropped += count;
    return count;
  }

  private void ofEvent(EventRow row, Instant now, DecisionKind kind, String actor, Detail detail) {
    row.lastEntry++;
    LedgerEntry entry =
        add(new Subject.OfEvent(row.key), row.lastEntry, now, kind, actor, row.generation, detail);
    byEvent.computeIfAbsent(row.key, key -> new ArrayList<>()).add(entry);
  }

  private LedgerEntry add(
      Subject subject,
      int number,
      Instant now,
      DecisionKind kind,
      String actor,
      int generation,
      Detail detail) {
    LedgerEntry entry =
        new LedgerEntry(
            dropped + entries.size() + 1L,
            subject,
            number,
            now,
            kind,
            actor,
            generation,
            detail.attempt(),
            detail.token(),
            detail.count(),
            detail.text());
    entries.add(entry);
    return entry;
  }

  private record Detail(int attempt, long token, long count, String text) {}
}
