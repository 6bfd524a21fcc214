package io.webhookguard.core.internal;

import io.webhookguard.api.ledger.LedgerEntry;
import java.util.List;

/** Reads from an event's ledger how often in a row its attempts ended with their nodes. */
final class Takeovers {

  private Takeovers() {}

  /**
   * Counts the newest attempts that were taken over. An attempt whose holder reported its end, or a
   * fresh start, ends the row; a takeover of a takeover is the same attempt.
   */
  static int inARow(List<LedgerEntry> entries) {
    int row = 0;
    boolean takenOver = false;
    for (LedgerEntry entry : entries) {
      switch (entry.kind()) {
        case STARTED -> takenOver = false;
        case RECOVERED -> {
          row += takenOver ? 0 : 1;
          takenOver = true;
        }
        case RETRY_SCHEDULED, IN_DOUBT, RELEASED -> row = takenOver ? row : 0;
        case RETRIED, REOPENED, REPLAYED -> row = 0;
        default -> {
          // Says nothing about how an attempt ended, or nothing follows it.
        }
      }
    }
    return row;
  }
}
