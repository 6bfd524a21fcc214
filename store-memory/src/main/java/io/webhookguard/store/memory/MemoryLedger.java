package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ledger as its port shows it: reads, and appends of summaries and notes. */
final class MemoryLedger implements Ledger {

  private final StoreState state;

  MemoryLedger(StoreState state) {
    this.state = state;
  }

  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    synchronized (state) {
      Instant now = state.now();
      for (Decision decision : decisions) {
        append(decision, now);
      }
    }
  }

  /** What is about an event that is not known is dropped: there is nothing to number it with. */
  private void append(Decision decision, Instant now) {
    Optional<EventRow> event =
        decision.subject().match(of -> state.events.find(of.key()), of -> Optional.empty());
    event.ifPresent(row -> state.journal.writeSummary(row, now, decision));
    if (decision.subject() instanceof Subject.OfSource source) {
      state.journal.writeSummary(source, now, decision);
    }
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    synchronized (state) {
      return state.journal.entries(key);
    }
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    if (after < 0 || limit < 1 || limit > Limits.MAX_PAGE) {
      throw new IllegalArgumentException(
          "a scan starts at 0 or later and takes 1 to "
              + Limits.MAX_PAGE
              + " entries, got "
              + after
              + " and "
              + limit);
    }
    synchronized (state) {
      return state.journal.scan(after, limit);
    }
  }
}
