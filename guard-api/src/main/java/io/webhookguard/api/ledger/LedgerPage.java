package io.webhookguard.api.ledger;

import java.util.List;

/**
 * Part of the ledger in order of position.
 *
 * @param entries the entries
 * @param next the position to go on after; where there is nothing new, the position that was given
 */
public record LedgerPage(List<LedgerEntry> entries, long next) {

  public LedgerPage {
    entries = List.copyOf(entries);
  }
}
