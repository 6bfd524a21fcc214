package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A right ledger that shows no more than it must (LG-3): every other scan ends in the middle, as
 * where somebody's open transaction might still write an entry there.
 */
final class LazyLedger implements Ledger {

  private final Ledger right;
  private final AtomicLong scans = new AtomicLong();

  LazyLedger(Ledger right) {
    this.right = right;
  }

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
    if (scans.incrementAndGet() % 2 == 0) {
      return page;
    }
    List<LedgerEntry> first = page.entries().subList(0, page.entries().size() / 2);
    return new LedgerPage(first, first.isEmpty() ? after : first.get(first.size() - 1).position());
  }
}
