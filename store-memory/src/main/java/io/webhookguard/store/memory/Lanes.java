package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Sha256;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who is in each lane, and who is its head (LN).
 *
 * <p>In a lane is the event that holds it, and every PENDING one. They stand in one order: the
 * holder first, then by rank, then by position. The first of them is the head. Guarded by the
 * store's monitor.
 */
final class Lanes {

  private static final Comparator<EventRow> ORDER =
      Comparator.comparing((EventRow row) -> !row.holdsLane)
          .thenComparingLong(row -> row.rank)
          .thenComparingLong(row -> row.position);

  private final Map<Sha256, NavigableSet<EventRow>> lanes = new HashMap<>();

  void add(EventRow row) {
    if (isInLane(row)) {
      lanes.computeIfAbsent(name(row), lane -> new TreeSet<>(ORDER)).add(row);
    }
  }

  void remove(EventRow row) {
    if (isInLane(row)) {
      lanes.computeIfPresent(
          name(row),
          (name, lane) -> {
            lane.remove(row);
            return lane.isEmpty() ? null : lane;
          });
    }
  }

  boolean isHead(EventRow row) {
    return row.lane.isNone() || row.equals(members(row).first());
  }

  boolean isAlone(EventRow row) {
    return row.lane.isNone() || members(row).size() == 1;
  }

  private NavigableSet<EventRow> members(EventRow row) {
    NavigableSet<EventRow> lane = lanes.get(name(row));
    if (lane == null) {
      throw new IllegalStateException(row.key + " is " + row.state() + " and not in its lane");
    }
    return lane;
  }

  private static boolean isInLane(EventRow row) {
    return !row.lane.isNone() && (row.holdsLane || row.state() == EventState.PENDING);
  }

  /** The same text in another route or scope is another lane (LN-9). */
  private static Sha256 name(EventRow row) {
    return row.lane.digest(row.key.route(), row.key.scope());
  }
}
