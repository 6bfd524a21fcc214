package io.webhookguard.core.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * What one caller wants of the store: items that stay together, and who hears of their answers. The
 * caller hears once, whatever comes first.
 */
final class Ticket<I, A> {

  /** Hears what came of its items. */
  interface Caller<A> {

    /** The store has answered: one answer for each item, in their order. */
    void answered(List<A> answers);

    /**
     * The store has not answered.
     *
     * @param mayHaveHappened whether the items may have taken effect all the same
     */
    void failed(Throwable why, boolean mayHaveHappened);

    /** Nothing was sent: more wait than the store can take. */
    void refused();
  }

  /** Never too old to wait. */
  static final long PATIENT = Long.MAX_VALUE;

  private final List<I> items;
  private final Set<Object> keys;
  private final long bytes;
  private final Caller<A> caller;
  private final long sinceNanos;
  private final long patienceNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Items of a caller.
   *
   * @param sinceNanos when the caller came, by the node's monotonic clock
   * @param patienceNanos how long it waits for others to send its items; {@link #PATIENT} for ever
   */
  Ticket(Freight<I> freight, List<I> items, Caller<A> caller, long sinceNanos, long patienceNanos) {
    this.items = List.copyOf(items);
    this.caller = caller;
    this.sinceNanos = sinceNanos;
    this.patienceNanos = patienceNanos;
    this.keys = items.stream().map(freight::key).collect(Collectors.toUnmodifiableSet());
    this.bytes = items.stream().mapToLong(freight::bytes).sum();
  }

  List<I> items() {
    return items;
  }

  Set<Object> keys() {
    return keys;
  }

  long bytes() {
    return bytes;
  }

  Caller<A> caller() {
    return caller;
  }

  /** Whether its caller has waited for longer than it wanted to. */
  boolean isOverdue(long nowNanos) {
    return patienceNanos != PATIENT && nowNanos - sinceNanos > patienceNanos;
  }

  /** Claims the right to tell the caller; false when it was told before. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  boolean isClosed() {
    return closed.get();
  }
}
