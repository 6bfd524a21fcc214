package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Looks at the plans that this session would keep for the hot statements, without running them.
 *
 * <p>A plan that reads a whole table that grows is wrong, however small the table is at this
 * moment: a prepared statement keeps its plan. The table of claims is read as a whole on purpose.
 *
 * <p>Only a prepared statement has such a plan: one whose values are known is planned for them.
 *
 * <h2>Why the statements join by {@code x = any(array[y])}</h2>
 *
 * <p>A table that was vacuumed while it was empty, as the tables of work often are, counts as one
 * row for the planner. Walking its whole index is then as cheap as a look into it, and useful
 * besides, because a plain equality could be merged in the index's order. So the statements that
 * were prepared in a quiet hour walked whole tables in the next rush. A comparison with an array of
 * one is the same to the reader and cannot be merged: nothing is left but the look into the index.
 */
final class PlanCheck {

  private static final List<StatementName> HOT =
      List.of(
          PostgresStatement.ADMIT,
          PostgresStatement.ADMIT_CLAIM,
          PostgresStatement.ADMIT_CLAIMS,
          PostgresStatement.ADMIT_QUEUE,
          PostgresStatement.CLAIM_DUE,
          PostgresStatement.CLAIM_ONE,
          PostgresStatement.SETTLE,
          PostgresStatement.SETTLE_COMPLETE,
          PostgresStatement.SETTLE_COMPLETES,
          PostgresStatement.LOCK_DUE_OF_EVENT,
          PostgresStatement.RENEW,
          PostgresStatement.RECOVER,
          PostgresStatement.CLAIM_IS_CURRENT,
          PostgresStatement.APPEND,
          SharedStatement.FIND_EVENT);

  private static final Set<String> GROWING =
      Set.of("event", "due", "lane", "waiting", "payload", "response", "claim_call");

  /** A step that reads a table, by itself or through an index. */
  private static final Pattern READ =
      Pattern.compile(
          "(?:Seq Scan|Index Scan|Index Only Scan)(?: Backward)?(?: using (\\S+))? on (\\S+)");

  /** Holds few rows whatever its table holds: it may be walked. */
  private static final String SMALL_INDEX = "due_ended";

  private final StatementFiles files;
  private final TablePrefix prefix;

  PlanCheck(StatementFiles files, TablePrefix prefix) {
    this.files = files;
    this.prefix = prefix;
  }

  /** The statements whose plans read whole tables. */
  List<String> wrong(Handle handle) {
    return handle.inTransaction(this::wrongInTransaction);
  }

  private List<String> wrongInTransaction(Handle handle) {
    List<String> wrong = new ArrayList<>();
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute("set local plan_cache_mode = force_generic_plan");
      for (StatementName name : HOT) {
        if (readsAll(plan(statement, files.get(name)))) {
          wrong.add(name.name());
        }
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
    return wrong;
  }

  private static List<String> plan(Statement statement, NamedSql sql) throws SQLException {
    statement.execute("prepare guard_plan_check as " + numbered(sql));
    String nulls = String.join(", ", Collections.nCopies(sql.parameters().size(), "null"));
    List<String> lines = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("explain (costs off) execute guard_plan_check(" + nulls + ")")) {
      while (rows.next()) {
        lines.add(rows.getString(1).strip());
      }
    }
    statement.execute("deallocate guard_plan_check");
    return lines;
  }

  /** With the server's own placeholders. */
  private static String numbered(NamedSql sql) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (char c : sql.jdbc().toCharArray()) {
      text.append(c == '?' ? "$" + ++number : String.valueOf(c));
    }
    return text.toString();
  }

  private boolean readsAll(List<String> plan) {
    for (int i = 0; i < plan.size(); i++) {
      Matcher read = READ.matcher(plan.get(i));
      if (read.find()
          && grows(read.group(2))
          && !(prefix + SMALL_INDEX).equals(read.group(1))
          && !isNarrowed(plan, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean grows(String table) {
    return GROWING.stream().anyMatch(grows -> table.equals(prefix + grows));
  }

  /** The first line of a step that looks up values in an index names them. */
  private static boolean isNarrowed(List<String> plan, int line) {
    return line < plan.size() && plan.get(line).startsWith("Index Cond:");
  }
}
