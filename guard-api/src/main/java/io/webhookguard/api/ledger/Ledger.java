package io.webhookguard.api.ledger;

import io.webhookguard.api.event.EventKey;
import java.util.List;

/**
 * The append-only list of all decisions.
 *
 * <p>State changes write their entries themselves, in the same commit. Only summaries are appended
 * here. Rules: {@code docs/contract.md} (LG). Safe for use by many threads.
 */
public interface Ledger {

  /**
   * Appends summaries. A summary about an event that is not (or no longer) known is dropped. When
   * the outcome is unknown the call is not repeated: a count too small is better than one too
   * great.
   */
  void append(List<Decision> decisions);

  /**
   * All entries of one event, oldest first. Costs what the event's entries cost, not the ledger's.
   */
  List<LedgerEntry> entries(EventKey key);

  /**
   * Entries after a position, in order. Never returns an entry while one with a smaller position
   * could still appear, so that a reader that goes on from {@link LedgerPage#next} misses nothing.
   *
   * @param after 0 for the start
   * @param limit at most {@link io.webhookguard.api.store.Limits#MAX_PAGE}
   */
  LedgerPage scan(long after, int limit);
}
