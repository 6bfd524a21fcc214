package io.webhookguard.store.sql.status;

import io.webhookguard.api.status.StatusMachine;
import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.api.status.UnknownStatusException;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.NamedValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Changes a state in a table of the user's own where its machine allows it: the judgement and the
 * change are one statement, so that no two writers undo each other.
 *
 * <p>How:
 *
 * <ol>
 *   <li>One statement inserts the row, or writes the state if the one that is there comes before
 *       it. Whoever else holds the row must end its transaction first.
 *   <li>If it wrote, the answer is {@link StatusVerdict.Apply}.
 *   <li>Else the state that is there is read, and the machine says why not.
 * </ol>
 *
 * <p><b>Where.</b> In a transaction of the caller's, also one of the guard's for a transactional
 * handler, it is done when that commits. On a connection in auto-commit mode it is done at once. It
 * does not begin, commit or roll back. Whatever it throws, a transaction must be rolled back.
 *
 * <p><b>The table.</b> Its id is one column, the primary key or unique; the status is a text column
 * that is not null. MySQL's {@code last_insert_id()} changes. Immutable and safe for use by many
 * threads; a connection is not.
 */
public final class StatusTable {

  /** The most columns that are written with the status. */
  public static final int MAX_MORE = 32;

  /** Each round loses to a row that was inserted or removed meanwhile, so few are ever needed. */
  private static final int MAX_ROUNDS = 5;

  private final StatusMachine machine;
  private final SqlDialect dialect;
  private final StatusSql sql;
  private final boolean inserts;

  private StatusTable(StatusMachine machine, SqlDialect dialect, StatusSql sql, boolean inserts) {
    this.machine = machine;
    this.dialect = dialect;
    this.sql = sql;
    this.inserts = inserts;
  }

  /**
   * A table whose rows are inserted where there is none. All its other columns have a default, may
   * be null, or are given with each change.
   *
   * @param table its name: {@code [a-z_][a-z0-9_]{0,30}}, as those of its columns
   * @param id the column of the thing's id
   * @param status the column of its state
   * @throws IllegalArgumentException if a name is not of that form
   */
  public static StatusTable of(
      StatusMachine machine, SqlDialect dialect, String table, String id, String status) {
    return new StatusTable(machine, dialect, new StatusSql(dialect, table, id, status), true);
  }

  /** The same table, but rows are never inserted: what is not there is an error. */
  public StatusTable withoutInserts() {
    return new StatusTable(machine, dialect, sql, false);
  }

  /** As {@link #apply(Connection, Object, String, Map)}, with nothing else to write. */
  public StatusVerdict apply(Connection connection, Object id, String proposed)
      throws SQLException {
    return apply(connection, id, proposed, Map.of());
  }

  /** As {@link #apply(Connection, Object, String, Map)}, on a handle of Jdbi's. */
  public StatusVerdict apply(
      Handle handle, Object id, String proposed, Map<String, ? extends @Nullable Object> more)
      throws SQLException {
    return apply(handle.getConnection(), id, proposed, more);
  }

  /**
   * Writes the state if it comes after the one that is there, or there is none.
   *
   * @param id the thing's id, of a type that the driver takes
   * @param more other columns of the row, written with the state or not at all; at most {@value
   *     #MAX_MORE}
   * @throws UnknownStatusException if the proposed state, or the one that is there, is not one of
   *     the machine's
   * @throws NoSuchElementException if the row is not there, and rows are not inserted
   * @throws SQLException as the driver threw it: busy, a deadlock, a lost connection
   */
  public StatusVerdict apply(
      Connection connection,
      Object id,
      String proposed,
      Map<String, ? extends @Nullable Object> more)
      throws SQLException {
    if (more.size() > MAX_MORE) {
      throw new IllegalArgumentException(
          "at most " + MAX_MORE + " columns are written with a status, got " + more.size());
    }
    sql.requireOthers(more);
    List<String> open = machine.before(proposed);
    Change change = new Change(id, proposed, open, new HashMap<>(more), List.copyOf(more.keySet()));
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (write(connection, change)) {
        return new StatusVerdict.Apply();
      }
      Optional<String> current = look(connection, id);
      if (current.isEmpty() && !inserts) {
        throw new NoSuchElementException("there is no row of this id, and none is inserted");
      }
      if (current.isPresent()) {
        StatusVerdict verdict = machine.judge(current.get(), proposed);
        if (!(verdict instanceof StatusVerdict.Apply)) {
          return verdict;
        }
      }
    }
    throw new SQLException("the row was inserted and removed by others all the time");
  }

  /**
   * Writes a state that a person decided on, whatever the machine says, if the state that the
   * person saw is still there. Record the decision first: {@code WebhookGuard.overrule}.
   *
   * @return {@link StatusVerdict.Apply} if it was written, {@link StatusVerdict.Same} if it is
   *     there already; {@link StatusVerdict.Stale} if another state is there than the person saw
   * @throws IllegalArgumentException if the decision is about another machine
   * @throws NoSuchElementException if the row is not there
   * @throws UnknownStatusException if the state that is there is not one of the machine's
   * @throws SQLException as the driver threw it
   */
  public StatusVerdict override(Connection connection, Object id, StatusOverride decided)
      throws SQLException {
    if (!decided.machine().equals(machine.name())) {
      throw new IllegalArgumentException(
          "the decision is about " + decided.machine() + ", the table about " + machine.name());
    }
    List<String> from = List.of(decided.from());
    Change change = new Change(id, decided.to(), from, Map.of(), List.of());
    if (!decided.from().equals(decided.to())
        && update(connection, sql.update(List.of(), 1), change) > 0) {
      return new StatusVerdict.Apply();
    }
    String current =
        look(connection, id)
            .orElseThrow(() -> new NoSuchElementException("there is no row of this id"));
    return current.equals(decided.to())
        ? new StatusVerdict.Same()
        : new StatusVerdict.Stale(current, isOnAnotherBranch(current, decided.to()));
  }

  private boolean isOnAnotherBranch(String current, String other) {
    return !machine.before(current).contains(other) && !machine.before(other).contains(current);
  }

  /** What is to be written, and which states it may replace. */
  private record Change(
      Object id,
      String status,
      List<String> open,
      Map<String, ? extends @Nullable Object> more,
      List<String> columns) {

    Map<String, @Nullable Object> values() {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("id", id);
      values.put("status", status);
      values.put("refused", StatusSql.REFUSED);
      values.put("not_refused", StatusSql.NOT_REFUSED);
      for (int i = 0; i < open.size(); i++) {
        values.put("open" + i, open.get(i));
      }
      for (int i = 0; i < columns.size(); i++) {
        values.put("more" + i, more.get(columns.get(i)));
      }
      return values;
    }
  }

  private boolean write(Connection connection, Change change) throws SQLException {
    int open = change.open().size();
    if (!inserts) {
      return update(connection, sql.update(change.columns(), open), change) > 0;
    }
    int counted = update(connection, sql.upsert(change.columns(), open), change);
    return dialect == SqlDialect.MYSQL ? !isRefused(connection) : counted > 0;
  }

  private static int update(Connection connection, NamedSql statement, Change change)
      throws SQLException {
    try (PreparedStatement prepared = NamedValues.prepare(connection, statement, change.values())) {
      return prepared.executeUpdate();
    }
  }

  private boolean isRefused(Connection connection) throws SQLException {
    try (PreparedStatement query =
            NamedValues.prepare(connection, sql.refused(), Map.of("refused", StatusSql.REFUSED));
        ResultSet found = query.executeQuery()) {
      return found.next() && found.getBoolean(1);
    }
  }

  private Optional<String> look(Connection connection, Object id) throws SQLException {
    try (PreparedStatement query = NamedValues.prepare(connection, sql.look(), Map.of("id", id));
        ResultSet found = query.executeQuery()) {
      if (!found.next()) {
        return Optional.empty();
      }
      String status = found.getString(1);
      return Optional.of(status == null ? "" : status);
    }
  }
}
