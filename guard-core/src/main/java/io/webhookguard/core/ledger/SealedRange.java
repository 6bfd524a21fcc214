package io.webhookguard.core.ledger;

import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import java.util.List;

/**
 * A seal with the entries that lie in its range, as they were found.
 *
 * @param seal the seal
 * @param entries in order of position
 */
public record SealedRange(Seal seal, List<LedgerEntry> entries) {

  public SealedRange {
    entries = List.copyOf(entries);
  }
}
