package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.Row;
import java.sql.SQLException;
import java.util.Collection;

/**
 * An event that waits for its lane.
 *
 * @param lane the lane's number
 * @param rank before others of a higher one
 * @param position before others of the same rank
 * @param seq the event's number
 */
record WaitingRow(long lane, long rank, long position, long seq) {

  static WaitingRow read(Row row) throws SQLException {
    return new WaitingRow(
        row.number("lane"), row.number("rank"), row.number("position"), row.number("seq"));
  }

  static WaitingRow of(LaneRow lane, EventRow event) {
    return new WaitingRow(lane.number(), event.rank, event.position, event.seq);
  }

  static void add(WriteSession session, Collection<WaitingRow> rows) {
    session.run(MysqlStatement.ADD_WAITING, "rows", json(rows));
  }

  static void remove(WriteSession session, Collection<WaitingRow> rows) {
    session.run(MysqlStatement.REMOVE_WAITING, "rows", json(rows));
  }

  private static JsonRows json(Collection<WaitingRow> rows) {
    JsonRows json = new JsonRows();
    for (WaitingRow row : rows) {
      json.row()
          .put("lane", row.lane())
          .put("rank", row.rank())
          .put("position", row.position())
          .put("seq", row.seq());
    }
    return json;
  }
}
