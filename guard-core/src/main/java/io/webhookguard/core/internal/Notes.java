package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes notes: what persons decided about an event without changing its state.
 *
 * <p>A note is read back when it was written. So it is known where it stands among the decisions of
 * others, and whether the event was known at all; and a lost reply is no different from any other.
 */
final class Notes {

  private final Ledger ledger;

  Notes(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The entries of the event as it is now known: not those of before its tombstone went. */
  List<LedgerEntry> of(EventKey key) {
    List<LedgerEntry> all = ledger.entries(key);
    int first = all.size() - 1;
    while (first > 0 && all.get(first).number() > 1) {
      first--;
    }
    return all.subList(Math.max(first, 0), all.size());
  }

  /**
   * Writes a note.
   *
   * @return the entry; nothing if the event is not known
   * @throws OutcomeUnknownException if it is not there, but may still come
   */
  Optional<LedgerEntry> write(EventKey key, DecisionKind kind, String actor, String detail) {
    Decision note = Decision.note(key, kind, actor, detail);
    long before = newestPosition(key);
    try {
      ledger.append(List.of(note));
    } catch (OutcomeUnknownException lost) {
      return Optional.of(find(note, key, before).orElseThrow(() -> lost));
    }
    return find(note, key, before);
  }

  private long newestPosition(EventKey key) {
    List<LedgerEntry> entries = of(key);
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).position();
  }

  /** Of two that say the same, either is as good: the same person has said it. */
  private Optional<LedgerEntry> find(Decision note, EventKey key, long after) {
    return of(key).stream()
        .filter(
            entry ->
                entry.position() > after
                    && entry.kind() == note.kind()
                    && entry.actor().equals(note.actor())
                    && entry.detail().equals(note.detail()))
        .findFirst();
  }
}
