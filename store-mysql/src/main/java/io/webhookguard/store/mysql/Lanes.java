package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts events into lanes and out of them (LN).
 *
 * <p>The row of a lane is locked by whoever counts in it, in order of digest, until the commit. A
 * lane that nobody holds and in which events wait has one row in the table of what is due; nobody
 * looks through those that wait.
 */
final class Lanes {

  private Lanes() {}

  /**
   * Counts events in, and makes lanes that are not there.
   *
   * @param events how many in each lane
   * @param number of a lane that is new, by its place in the order of digests
   * @return the lanes after that
   */
  static Map<Sha256, LaneRow> enter(
      WriteSession session, SortedMap<Sha256, Integer> events, Numbers number) {
    JsonRows rows = new JsonRows();
    int place = 0;
    for (Map.Entry<Sha256, Integer> lane : events.entrySet()) {
      rows.row()
          .put("digest", lane.getKey())
          .put("number", number.at(place))
          .put("events", lane.getValue());
      place++;
    }
    session.run(MysqlStatement.ENTER_LANES, "lanes", rows);
    return lock(session, events.keySet());
  }

  /** Numbers by place. */
  @FunctionalInterface
  interface Numbers {
    long at(int place);
  }

  /** Locks lanes in order of digest; those that are not there are left out. */
  static Map<Sha256, LaneRow> lock(WriteSession session, Collection<Sha256> lanes) {
    Map<Sha256, LaneRow> locked = new LinkedHashMap<>();
    if (!lanes.isEmpty()) {
      session
          .call(MysqlStatement.LOCK_LANES)
          .bind("lanes", digests(lanes).text())
          .list(LaneRow::read)
          .forEach(lane -> locked.put(lane.digest(), lane));
    }
    return locked;
  }

  private static JsonRows digests(Collection<Sha256> lanes) {
    JsonRows rows = new JsonRows();
    new TreeSet<>(lanes).forEach(lane -> rows.row().put("digest", lane));
    return rows;
  }

  /** Counts one event out of each lane, and returns the lanes after that. */
  static Map<Sha256, LaneRow> leave(WriteSession session, Collection<Sha256> lanes) {
    JsonRows rows = new JsonRows();
    new TreeSet<>(lanes).forEach(lane -> rows.row().put("digest", lane).put("events", 1));
    session.run(MysqlStatement.LEAVE_LANES, "lanes", rows);
    return lock(session, lanes);
  }

  /**
   * Counts down those of the lanes that a settlement in a user's transaction let go, and takes
   * their rows out of what is due. The lanes are locked.
   *
   * @return the lanes that were counted down, as they are then
   */
  static Map<Sha256, LaneRow> countDown(WriteSession session, Collection<Sha256> lanes) {
    if (lanes.isEmpty()) {
      return Map.of();
    }
    List<DueRow> seen =
        session
            .call(MysqlStatement.ENDED_LANES)
            .bind("lanes", digests(lanes).text())
            .list(DueRow::read);
    List<DueRow> ended = Due.lock(session, seen).stream().filter(DueRow::ended).toList();
    Due.remove(session, ended);
    return leave(session, ended.stream().map(row -> row.lane().orElseThrow()).toList());
  }

  /** Counts lanes down, and lets those be claimed in which events wait. */
  static void tidy(WriteSession session, Map<Sha256, DueRow> ended) {
    lock(session, ended.keySet());
    Map<Sha256, LaneRow> counted = countDown(session, ended.keySet());
    List<DueRow> vacant = new ArrayList<>();
    ended.forEach(
        (digest, row) -> {
          LaneRow lane = counted.get(digest);
          if (lane != null && lane.open() > 0) {
            vacant.add(row.asVacancyOf(lane));
          }
        });
    Due.add(session, vacant);
  }

  /** How many events of each lane there are. */
  static SortedMap<Sha256, Integer> counted(Collection<Sha256> lanes) {
    SortedMap<Sha256, Integer> counted = new TreeMap<>();
    lanes.forEach(lane -> counted.merge(lane, 1, Integer::sum));
    return counted;
  }
}
