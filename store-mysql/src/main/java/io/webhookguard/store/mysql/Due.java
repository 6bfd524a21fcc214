package io.webhookguard.store.mysql;

import java.util.Collection;
import java.util.List;

/** Puts rows into the table of what is due and takes them out. */
final class Due {

  private Due() {}

  static void add(WriteSession session, Collection<DueRow> rows) {
    JsonRows added = new JsonRows();
    rows.forEach(row -> row.addTo(added));
    session.run(MysqlStatement.ADD_DUE, "rows", added);
  }

  /** Locks rows by key, and reads those that are still there. */
  static List<DueRow> lock(WriteSession session, Collection<DueRow> rows) {
    JsonRows wanted = new JsonRows();
    rows.forEach(row -> row.nameIn(wanted));
    return wanted.isEmpty()
        ? List.of()
        : session.call(MysqlStatement.LOCK_DUE_ROWS).bind("rows", wanted.text()).list(DueRow::read);
  }

  static void remove(WriteSession session, Collection<DueRow> rows) {
    JsonRows removed = new JsonRows();
    rows.forEach(row -> row.nameIn(removed));
    session.run(MysqlStatement.REMOVE_DUE, "rows", removed);
  }
}
