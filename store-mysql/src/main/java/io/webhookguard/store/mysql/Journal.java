package io.webhookguard.store.mysql;

import io.webhookguard.api.ledger.DecisionKind;

/**
 * Gathers the ledger entries of a transaction and writes them in one statement, in the commit of
 * the changes (LG-1).
 *
 * <p>Their positions are the numbers of a block that was taken while the events were locked, so
 * that the entries of an event stand in the order of its changes.
 */
final class Journal {

  private final WriteSession session;
  private final Block block;
  private final JsonRows rows = new JsonRows();
  private int written;

  Journal(WriteSession session, Block block) {
    this.session = session;
    this.block = block;
  }

  /**
   * What an entry says beside its event.
   *
   * @param kind what was decided
   * @param actor who decided
   * @param attempt the attempt's number, or 0
   * @param token the claim's token, or 0
   * @param detail one line for a person
   */
  record Entry(DecisionKind kind, String actor, int attempt, long token, String detail) {

    /** A decision that concerns no attempt. */
    static Entry of(DecisionKind kind, String actor, String detail) {
      return new Entry(kind, actor, 0, 0, detail);
    }
  }

  /** The entry of the newest change of an event. */
  void add(EventRow event, Entry entry) {
    add(event, entry, 1);
  }

  /** As {@link #add(EventRow, Entry)}, for an entry that stands for several decisions. */
  void add(EventRow event, Entry entry, long count) {
    row(entry, count)
        .put("event", event.seq)
        .put("number", event.entries())
        .put("generation", event.generation);
  }

  /** The first entry of an event that this transaction admits. */
  void addFirst(long seq, Entry entry) {
    row(entry, 1).put("event", seq).put("number", 1).put("generation", 1);
  }

  /** A summary about a source, which has no number (LG-5). */
  void addOfSource(String source, Entry entry, long count) {
    row(entry, count).put("source", source).put("number", 0).put("generation", 0);
  }

  private JsonRows row(Entry entry, long count) {
    JsonRows row =
        rows.row()
            .put("position", block.at(written))
            .put("token", entry.token())
            .put("count", count)
            .put("attempt", entry.attempt())
            .put("kind", entry.kind())
            .put("actor", entry.actor())
            .put("detail", entry.detail());
    written++;
    return row;
  }

  void write() {
    session.runNow(MysqlStatement.WRITE_ENTRIES, "entries", rows);
  }
}
