package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What can be wrong with the ledger. */
final class WrongLedgers {

  private WrongLedgers() {}

  static Ledger withoutReleases(Ledger right) {
    return new Ledger() {
      @Override
      public void append(List<Decision> decisions) {
        right.append(decisions);
      }

      @Override
      public List<LedgerEntry> entries(EventKey key) {
        return visible(right.entries(key));
      }

      @Override
      public LedgerPage scan(long after, int limit) {
        LedgerPage page = right.scan(after, limit);
        return new LedgerPage(visible(page.entries()), page.next());
      }
    };
  }

  private static List<LedgerEntry> visible(List<LedgerEntry> entries) {
    return entries.stream().filter(entry -> entry.kind() != DecisionKind.RELEASED).toList();
  }

  static Ledger runningAhead(Ledger right) {
    return new Ledger() {
      @Override
      public void append(List<Decision> decisions) {
        right.append(decisions);
      }

      @Override
      public List<LedgerEntry> entries(EventKey key) {
        return right.entries(key);
      }

      @Override
      public LedgerPage scan(long after, int limit) {
        LedgerPage page = right.scan(after, limit);
        return new LedgerPage(page.entries(), right.scan(page.next(), Limits.MAX_PAGE).next());
      }
    };
  }

  /** The last but one entry commits after its successor was read. */
  static Ledger numberedBeforeCommit(Ledger right) {
    Set<Long> late = ConcurrentHashMap.newKeySet();
    return new Ledger() {
      @Override
      public void append(List<Decision> decisions) {
        right.append(decisions);
      }

      @Override
      public List<LedgerEntry> entries(EventKey key) {
        return right.entries(key);
      }

      @Override
      public LedgerPage scan(long after, int limit) {
        LedgerPage page = right.scan(after, limit);
        int size = page.entries().size();
        if (size < 2 || !late.add(page.entries().get(size - 2).position())) {
          return page;
        }
        List<LedgerEntry> seen = new ArrayList<>(page.entries());
        seen.remove(size - 2);
        return new LedgerPage(seen, page.next());
      }
    };
  }

  static Ledger droppingSummaries(Ledger right) {
    return new Ledger() {
      @Override
      public void append(List<Decision> decisions) {}

      @Override
      public List<LedgerEntry> entries(EventKey key) {
        return right.entries(key);
      }

      @Override
      public LedgerPage scan(long after, int limit) {
        return right.scan(after, limit);
      }
    };
  }

  static Ledger losingNotes(Ledger right) {
    return new Ledger() {
      @Override
      public void append(List<Decision> decisions) {
        right.append(decisions.stream().filter(said -> said.kind().isSummary()).toList());
      }

      @Override
      public List<LedgerEntry> entries(EventKey key) {
        return right.entries(key);
      }

      @Override
      public LedgerPage scan(long after, int limit) {
        return right.scan(after, limit);
      }
    };
  }
}
