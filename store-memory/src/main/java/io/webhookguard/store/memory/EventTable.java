package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Arrival;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The rows and the ways to find them: by key, by admission, by due time, by end of lease, by lane.
 *
 * <p>Rows are known by their whole key, compared part by part as code points (ES-3). Guarded by the
 * store's monitor.
 */
final class EventTable {

  private final Map<EventKey, EventRow> byKey = new HashMap<>();
  private final NavigableMap<Long, EventRow> byAdmission = new TreeMap<>();
  private final NavigableSet<EventRow> pendingByDueTime =
      new TreeSet<>(Comparator.comparing(EventTable::dueAt).thenComparingLong(row -> row.position));
  private final NavigableSet<EventRow> processingByLeaseEnd =
      new TreeSet<>(
          Comparator.comparing(EventTable::leaseEnd).thenComparingLong(row -> row.newestToken));
  private final Lanes lanes = new Lanes();

  private long lastAdmission;
  private long lastPosition;

  Optional<EventRow> find(EventKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Adds a new event at the tail of its lane. */
  EventRow add(Arrival arrival, Instant now) {
    lastAdmission++;
    EventRow row = new EventRow(arrival, lastAdmission, nextPosition(), now);
    byKey.put(row.key, row);
    byAdmission.put(row.admission, row);
    index(row);
    return row;
  }

  /** Changes fields on which the row may be found. */
  void update(EventRow row, Runnable change) {
    unindex(row);
    try {
      change.run();
    } finally {
      index(row);
    }
  }

  /** Forgets the row altogether. */
  void remove(EventRow row) {
    unindex(row);
    byKey.remove(row.key);
    byAdmission.remove(row.admission);
  }

  /** A position behind all that were given out before. */
  long nextPosition() {
    lastPosition++;
    return lastPosition;
  }

  /** PENDING rows whose time has come, the longest due first. */
  Stream<EventRow> due(Instant now) {
    return pendingByDueTime.stream().takeWhile(row -> !dueAt(row).isAfter(now));
  }

  /** PROCESSING rows whose lease ended at or before now, the longest ended first. */
  Stream<EventRow> lapsed(Instant now) {
    return processingByLeaseEnd.stream().takeWhile(row -> !leaseEnd(row).isAfter(now));
  }

  /** PROCESSING rows whose current claim was granted under this id, in the order of granting. */
  List<EventRow> claimedUnder(UUID claimId) {
    return processingByLeaseEnd.stream()
        .filter(
            row -> row.status instanceof Status.Processing held && held.claimId().equals(claimId))
        .sorted(Comparator.comparingLong(row -> row.newestToken))
        .toList();
  }

  /** All rows, newest admission first, from the one before {@code admission} on. */
  Stream<EventRow> admittedBefore(long admission) {
    return byAdmission.headMap(admission, false).descendingMap().values().stream();
  }

  /** All rows, oldest admission first. */
  Stream<EventRow> all() {
    return byAdmission.values().stream();
  }

  /** The number of the newest admission. */
  long lastAdmission() {
    return lastAdmission;
  }

  /** Whether the row may be claimed as far as its lane is concerned (LN-2). */
  boolean isHead(EventRow row) {
    return lanes.isHead(row);
  }

  /** Whether no other unsettled event is in the row's lane (LN-4). */
  boolean isAlone(EventRow row) {
    return lanes.isAlone(row);
  }

  private void index(EventRow row) {
    switch (row.state()) {
      case PENDING -> pendingByDueTime.add(row);
      case PROCESSING -> processingByLeaseEnd.add(row);
      case COMPLETE, FAILED -> {}
    }
    lanes.add(row);
  }

  private void unindex(EventRow row) {
    switch (row.state()) {
      case PENDING -> pendingByDueTime.remove(row);
      case PROCESSING -> processingByLeaseEnd.remove(row);
      case COMPLETE, FAILED -> {}
    }
    lanes.remove(row);
  }

  private static Instant dueAt(EventRow row) {
    return ((Status.Pending) row.status).dueAt();
  }

  private static Instant leaseEnd(EventRow row) {
    return ((Status.Processing) row.status).leaseEnd();
  }
}
