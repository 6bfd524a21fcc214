package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StatementFiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Says up to which position of the ledger nothing can appear any more (LG-3).
 *
 * <p><b>Who may still write below a position.</b> Positions are made from the number of a
 * transaction, the id of the row that it inserted into the table of serials. A number is
 *
 * <ol>
 *   <li><i>committed</i>: everybody sees its row. All entries of its transaction are seen by
 *       whoever reads the ledger after that.
 *   <li><i>under way</i>: its row is there, but only a reader of uncommitted rows sees it.
 *   <li><i>gone</i>: its transaction was rolled back, and there is no row.
 *   <li><i>given out and not inserted yet</i>: the server hands out a number before it puts the row
 *       there. There is no row either, and one cannot tell this from the third case by looking.
 * </ol>
 *
 * <p><b>So a number without a row is fenced</b>: the reader inserts the row itself. Whoever was
 * given the number and comes to insert it is refused by the key and takes the next number; whoever
 * was quicker refuses the reader, and is then seen under way or committed. From then on the number
 * is committed, and nothing was written under it.
 *
 * <p>The order of looks matters: first rows with the eyes of a reader of uncommitted rows, then the
 * fences, then rows that were committed, and only then the ledger. What was under way at the first
 * look and is committed at the third has its entries in the ledger by then; what is not committed
 * bounds the page.
 *
 * <p>Below the smallest row nothing is under way: the first row comes with the schema, and rows are
 * only removed below one that was found with nothing under way beneath it.
 */
final class LedgerHorizon {

  private final Connection connection;
  private final HotStatements statements;
  private final StatementFiles files;

  LedgerHorizon(Connection connection, HotStatements statements, StatementFiles files) {
    this.connection = connection;
    this.statements = statements;
    this.files = files;
  }

  /**
   * The last block of a range such that neither in it nor in those before it anything can appear.
   *
   * @param after a block before which nothing can appear
   * @param last the last block of the range
   */
  long boundOf(long after, long last) {
    long from = Math.max(after, floor());
    return from >= last ? last : bound(from, last);
  }

  private long floor() {
    return statements
        .call(MysqlStatement.SERIAL_FLOOR)
        .first(row -> row.number("floor"))
        .orElseThrow();
  }

  private long bound(long from, long to) {
    Set<Long> there = new HashSet<>(uncommitted(from, to));
    List<Long> missing =
        LongStream.rangeClosed(from + 1, to).filter(id -> !there.contains(id)).boxed().toList();
    if (!missing.isEmpty()) {
      fence(missing);
    }
    Set<Long> committed = new HashSet<>(between(from, to));
    for (long id = from + 1; id <= to; id++) {
      if (!committed.contains(id)) {
        return id - 1;
      }
    }
    return to;
  }

  /** All rows, those of transactions that are under way included. */
  private List<Long> uncommitted(long from, long to) {
    execute("set transaction isolation level read uncommitted");
    execute("start transaction");
    try {
      return between(from, to);
    } finally {
      execute("commit");
    }
  }

  private List<Long> between(long from, long to) {
    return statements
        .call(MysqlStatement.SERIALS_BETWEEN)
        .bind("after", from)
        .bind("last", to)
        .list(row -> row.number("id"));
  }

  private void fence(List<Long> missing) {
    execute("start transaction");
    missing.forEach(this::fence);
    execute("commit");
  }

  /** Refused by the key: somebody was quicker, and is seen now. */
  private void fence(long id) {
    try (var statement =
        connection.prepareStatement(files.get(MysqlStatement.FENCE_SERIAL).jdbc())) {
      statement.setLong(1, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      if (!MysqlFaults.mayBeMadeAgain(e)) {
        throw new SqlFailure(e);
      }
    }
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }
}
