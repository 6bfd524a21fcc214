package io.webhookguard.conformance.model;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Reads the ledger to its end, though a scan may end before it.
 *
 * <p>A store keeps entries back while one with a smaller position can still appear (LG-3). What can
 * still appear it may judge by more than the kit's own calls: on a database server by everybody's
 * open transactions, those in other databases too. So whoever knows that there is more asks again,
 * for longer than others' transactions take, but not without end.
 */
final class LedgerReader {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private LedgerReader() {}

  /**
   * All entries after a position.
   *
   * @param isCutShort whether there must be more after those that were read
   */
  static List<LedgerEntry> allAfter(
      Ledger ledger, long after, Predicate<List<LedgerEntry>> isCutShort) {
    List<LedgerEntry> read = new ArrayList<>();
    long start = System.nanoTime();
    do {
      readOn(ledger, after, read);
    } while (isCutShort.test(read) && isPatient(start));
    return read;
  }

  private static void readOn(Ledger ledger, long after, List<LedgerEntry> read) {
    List<LedgerEntry> page = ledger.scan(end(read, after), Limits.MAX_PAGE).entries();
    while (!page.isEmpty()) {
      read.addAll(page);
      page = ledger.scan(end(read, after), Limits.MAX_PAGE).entries();
    }
  }

  /** A page, which has entries if there must be some. */
  static LedgerPage page(Ledger ledger, long after, int limit, boolean isMore) {
    long start = System.nanoTime();
    LedgerPage page = ledger.scan(after, limit);
    while (isMore && page.entries().isEmpty() && isPatient(start)) {
      page = ledger.scan(after, limit);
    }
    return page;
  }

  /** The position of the last entry that was read after another position. */
  static long end(List<LedgerEntry> read, long after) {
    return read.isEmpty() ? after : read.get(read.size() - 1).position();
  }

  private static boolean isPatient(long startNanos) {
    return System.nanoTime() - startNanos < PATIENCE_NANOS;
  }
}
