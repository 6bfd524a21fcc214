package io.webhookguard.store.mysql;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Locks, changes and writes back rows of the event table, a batch in one statement each. */
final class Events {

  private Events() {}

  /**
   * Locks rows in order of their number.
   *
   * @param how {@link MysqlStatement#LOCK_EVENTS} or one of its two impatient forms
   * @return the rows that could be locked, by number
   */
  static Map<Long, EventRow> lock(
      WriteSession session, MysqlStatement how, Collection<Long> numbers) {
    Map<Long, EventRow> locked = new LinkedHashMap<>();
    if (!numbers.isEmpty()) {
      session
          .call(how)
          .bind("events", rows(numbers).text())
          .list(EventRow::read)
          .forEach(row -> locked.put(row.seq, row));
    }
    return locked;
  }

  /** The numbers as rows, in order. */
  static JsonRows rows(Collection<Long> numbers) {
    JsonRows rows = new JsonRows();
    numbers.stream().sorted().distinct().forEach(seq -> rows.row().put("seq", seq));
    return rows;
  }

  /** Writes back what was changed. */
  static void write(WriteSession session, Collection<EventRow> changed) {
    JsonRows rows = new JsonRows();
    changed.forEach(row -> row.writeTo(rows));
    session.run(MysqlStatement.CHANGE_EVENTS, "events", rows);
  }
}
