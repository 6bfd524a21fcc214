package io.webhookguard.core.ledger;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads the ledger once, to its end, a page at a time. */
final class EntryReader {

  private final Ledger ledger;
  private final Deque<LedgerEntry> ahead = new ArrayDeque<>();
  private long position;

  /** A reader of what comes after a position. */
  EntryReader(Ledger ledger, long after) {
    this.ledger = ledger;
    this.position = after;
  }

  /** An entry that cannot be read. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final long after;
    private final String why;

    Unreadable(long after, CorruptStateException cause) {
      super(cause);
      this.after = after;
      this.why = String.valueOf(cause.getMessage());
    }

    /** What the store says of it. */
    String why() {
      return why;
    }

    /** The position of the entry before it. */
    long after() {
      return after;
    }
  }

  /** The next entries up to the position, at most so many. */
  List<LedgerEntry> upTo(long end, int most) throws Unreadable {
    List<LedgerEntry> taken = new ArrayList<>();
    Optional<LedgerEntry> next = peek();
    while (taken.size() < most && next.isPresent() && next.get().position() <= end) {
      taken.add(ahead.remove());
      next = peek();
    }
    return taken;
  }

  private Optional<LedgerEntry> peek() throws Unreadable {
    if (ahead.isEmpty()) {
      LedgerPage page = read();
      ahead.addAll(page.entries());
      position = page.next();
    }
    return Optional.ofNullable(ahead.peek());
  }

  /** A page with an entry that cannot be read is read up to that one. */
  private LedgerPage read() throws Unreadable {
    try {
      return ledger.scan(position, Limits.MAX_PAGE);
    } catch (CorruptStateException e) {
      return one();
    }
  }

  private LedgerPage one() throws Unreadable {
    try {
      return ledger.scan(position, 1);
    } catch (CorruptStateException e) {
      throw new Unreadable(position, e);
    }
  }
}
