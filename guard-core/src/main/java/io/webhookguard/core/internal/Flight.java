package io.webhookguard.core.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The tickets whose items travel in one call. Tickets stay whole and keep their order, and so do
 * their answers.
 */
final class Flight<I, A> {

  private final List<Ticket<I, A>> tickets;
  private final long startNanos;
  private int asked;

  /**
   * A flight that has not been sent.
   *
   * @param startNanos when it takes off, by the node's monotonic clock
   */
  Flight(List<Ticket<I, A>> tickets, long startNanos) {
    this.tickets = tickets;
    this.startNanos = startNanos;
  }

  /** A part of this flight, which is asked about like all of it. */
  Flight<I, A> part(List<Ticket<I, A>> some) {
    Flight<I, A> part = new Flight<>(some, startNanos);
    part.asked = asked;
    return part;
  }

  List<Ticket<I, A>> tickets() {
    return tickets;
  }

  /** What goes to the store. */
  List<I> items() {
    if (tickets.size() == 1) {
      return tickets.get(0).items();
    }
    List<I> items = new ArrayList<>();
    tickets.forEach(ticket -> items.addAll(ticket.items()));
    return items;
  }

  /** How many items it carries. */
  int size() {
    return tickets.stream().mapToInt(ticket -> ticket.items().size()).sum();
  }

  /** Whether nobody waits for its answers any more. */
  boolean isDeserted() {
    return tickets.stream().allMatch(Ticket::isClosed);
  }

  /** A reply was lost. Returns how often that was so before. */
  int lost() {
    return asked++;
  }

  /** Whether what the store did with it is not known. */
  boolean inDoubt() {
    return asked > 0;
  }

  /** How long ago it took off. */
  long ageNanos(long nowNanos) {
    return nowNanos - startNanos;
  }
}
