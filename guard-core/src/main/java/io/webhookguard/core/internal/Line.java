package io.webhookguard.core.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Tickets that wait for a call, those who wait longest first.
 *
 * <p>Not safe for use by several threads: its owner holds a lock.
 */
final class Line<I, A> {

  private final Deque<Ticket<I, A>> tickets = new ArrayDeque<>();
  private int items;

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  /** How many tickets wait. */
  int size() {
    return tickets.size();
  }

  /** How many items wait. */
  int items() {
    return items;
  }

  void add(Ticket<I, A> ticket) {
    tickets.addLast(ticket);
    items += ticket.items().size();
  }

  /**
   * Takes out those who may share a call, which is at least one. Whoever has to stay behind is
   * next.
   *
   * @param mostItems unless one ticket alone has more
   * @param mostBytes unless one ticket alone has more
   */
  List<Ticket<I, A>> board(int mostItems, long mostBytes) {
    List<Ticket<I, A>> boarded = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    int boardedItems = 0;
    long bytes = 0;
    Iterator<Ticket<I, A>> line = tickets.iterator();
    while (line.hasNext() && boardedItems < mostItems && bytes < mostBytes) {
      Ticket<I, A> ticket = line.next();
      boolean fits =
          boarded.isEmpty()
              || (boardedItems + ticket.items().size() <= mostItems
                  && bytes + ticket.bytes() <= mostBytes);
      if (!fits) {
        break;
      }
      if (ticket.keys().stream().noneMatch(keys::contains)) {
        line.remove();
        boarded.add(ticket);
        keys.addAll(ticket.keys());
        boardedItems += ticket.items().size();
        bytes += ticket.bytes();
      }
    }
    items -= boardedItems;
    return boarded;
  }

  /** Takes out those who have waited for longer than they wanted to. */
  List<Ticket<I, A>> leave(long nowNanos) {
    List<Ticket<I, A>> overdue =
        tickets.stream().filter(ticket -> ticket.isOverdue(nowNanos)).toList();
    tickets.removeAll(overdue);
    items -= overdue.stream().mapToInt(ticket -> ticket.items().size()).sum();
    return overdue;
  }

  void clear() {
    tickets.clear();
    items = 0;
  }
}
