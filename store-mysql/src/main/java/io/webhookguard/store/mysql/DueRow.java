package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.store.sql.internal.Row;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What may be claimed from a time on: an event, or (without a number of one) a lane that nobody
 * holds.
 *
 * @param route the number of its route
 * @param dueAt from when on, in milliseconds
 * @param id the event's number, or the lane's
 * @param seq the event's number
 * @param lane the lane that nobody holds
 * @param ended whether the lane was let go in a user's transaction and not counted down yet
 */
record DueRow(
    long route, long dueAt, long id, Optional<Long> seq, Optional<Sha256> lane, boolean ended) {

  static DueRow read(Row row) throws SQLException {
    return new DueRow(
        row.number("route"),
        row.number("due_at"),
        row.number("id"),
        row.isNull("seq") ? Optional.empty() : Optional.of(row.number("seq")),
        row.optionalDigest("lane"),
        row.flag("ended"));
  }

  /** An event that may be claimed. */
  static DueRow of(EventRow event) {
    return ofEvent(event.route, event.dueAt.orElseThrow(), event.seq);
  }

  static DueRow ofEvent(Route route, long dueAt, long seq) {
    return new DueRow(RouteNumber.of(route), dueAt, seq, Optional.of(seq), Optional.empty(), false);
  }

  /** A lane that nobody holds and in which events wait. */
  static DueRow vacancy(Route route, long dueAt, LaneRow lane) {
    return new DueRow(
        RouteNumber.of(route),
        dueAt,
        lane.number(),
        Optional.empty(),
        Optional.of(lane.digest()),
        false);
  }

  /** A lane that was let go in a user's transaction. */
  static DueRow ended(Route route, long dueAt, long id, Sha256 lane) {
    return new DueRow(RouteNumber.of(route), dueAt, id, Optional.empty(), Optional.of(lane), true);
  }

  /** The same, once the lane was counted down. */
  DueRow asVacancyOf(LaneRow counted) {
    return new DueRow(route, dueAt, counted.number(), seq, lane, false);
  }

  void addTo(JsonRows rows) {
    nameIn(rows).putNumber("seq", seq).putDigest("lane", lane).put("ended", ended);
  }

  JsonRows nameIn(JsonRows rows) {
    return rows.row().put("route", route).put("due_at", dueAt).put("id", id);
  }
}
