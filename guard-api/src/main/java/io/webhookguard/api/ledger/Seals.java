package io.webhookguard.api.ledger;

import io.webhookguard.api.store.Limits;
import java.util.List;
import java.util.Optional;

/**
 * The chain of seals over the ledger, and the only way in which entries ever go.
 *
 * <p>Seals are added one behind the other and never changed or removed. What they say is the
 * caller's business: the store keeps them and their order. Rules: {@code docs/contract.md} (SL).
 * Safe for use by many threads.
 *
 * <p>Every call throws {@link io.webhookguard.api.error.StoreUnavailableException} when it is
 * certain that nothing happened and {@link io.webhookguard.api.error.OutcomeUnknownException} when
 * it is not; after the latter the caller makes the same call again.
 */
public interface Seals {

  /** The most seals on one page: they are larger than entries. */
  int MAX_PAGE = 100;

  /** The seal with the greatest number. */
  Optional<Seal> newest();

  /** Adds the seal if it follows on the newest one, see {@link Seal#follows}. */
  SealAnswer add(Seal seal);

  /**
   * Seals after a number, in order.
   *
   * @param after 0 for the start
   * @param limit at most so many, 1 to {@value #MAX_PAGE}
   */
  List<Seal> list(long after, int limit);

  /** The mark that is furthest: up to there entries may be gone. */
  Optional<ArchiveMark> archived();

  /**
   * Sets a mark further on. It removes nothing by itself.
   *
   * <p>Whoever sets it has the entries in a file that survives: they may go from now on.
   */
  ArchiveAnswer archive(ArchiveMark mark);

  /**
   * Removes entries that the newest mark says are kept elsewhere, oldest first.
   *
   * @param limit at most so many, 1 to {@link Limits#MAX_BATCH}
   * @return how many went; 0 when none is left
   */
  int dropArchived(int limit);

  /**
   * Refuses a page that no store has to show. Stores call this first.
   *
   * @throws IllegalArgumentException unless it is 1 to {@value #MAX_PAGE} from 0 or later
   */
  static void requirePage(long after, int limit) {
    if (after < 0 || limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "a page of seals starts at 0 or later and has 1 to "
              + MAX_PAGE
              + ", got "
              + after
              + " and "
              + limit);
    }
  }

  /**
   * Refuses a number of entries that no store has to drop in one call. Stores call this first.
   *
   * @throws IllegalArgumentException unless it is 1 to {@link Limits#MAX_BATCH}
   */
  static void requireDrop(int limit) {
    if (limit < 1 || limit > Limits.MAX_BATCH) {
      throw new IllegalArgumentException(
          "1 to " + Limits.MAX_BATCH + " entries are dropped at once, got " + limit);
    }
  }
}
