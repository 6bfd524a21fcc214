package io.webhookguard.api.ledger;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import java.util.List;

/**
 * The append-only list of all decisions.
 *
 * <p>State changes write their entries themselves, in the same commit. Only what changes no state
 * is appended here: summaries and notes. Rules: {@code docs/contract.md} (LG). Safe for use by many
 * threads.
 */
public interface Ledger {

  /**
   * Appends summaries and notes. What is about an event that is not (or no longer) known is
   * dropped.
   *
   * <p>When the outcome is unknown, a call with summaries is not repeated: a count too small is
   * better than one too great. After a call with a note the caller looks for it among the {@link
   * #entries} of the event, and decides. Summaries may be dropped where somebody holds their event;
   * a note never is: the call throws.
   *
   * @throws StoreUnavailableException if certainly nothing was written
   * @throws OutcomeUnknownException if something may have been written, and be it a part of the
   *     list
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
