package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.StatementFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Looks at the plans that this session would make for the hot statements, without running them.
 *
 * <p>A plan that reads a whole table that grows is wrong, however small the table is at this
 * moment: a prepared statement keeps its plan. The table of claims is read as a whole on purpose.
 */
final class PlanCheck {

  private static final List<PostgresStatement> HOT =
      List.of(
          PostgresStatement.ADMIT,
          PostgresStatement.CLAIM_DUE,
          PostgresStatement.CLAIM_ONE,
          PostgresStatement.SETTLE,
          PostgresStatement.RENEW,
          PostgresStatement.RECOVER);

  private static final Set<String> GROWING =
      Set.of("event", "due", "lane", "waiting", "payload", "response", "claim_call");

  private final StatementFiles files;
  private final TablePrefix prefix;

  PlanCheck(StatementFiles files, TablePrefix prefix) {
    this.files = files;
    this.prefix = prefix;
  }

  /** The statements whose plans read whole tables. */
  List<String> wrong(Handle handle) {
    List<String> wrong = new ArrayList<>();
    for (PostgresStatement statement : HOT) {
      List<String> lines = plan(handle, files.get(statement));
      if (lines.stream().anyMatch(this::readsAll)) {
        wrong.add(statement.name());
      }
    }
    return wrong;
  }

  /** The plan with no value known, as a generic plan has none. */
  private static List<String> plan(Handle handle, NamedSql sql) {
    var query = handle.createQuery("explain (costs off) " + sql.text());
    for (String parameter : Set.copyOf(sql.parameters())) {
      query.bindNull(parameter, java.sql.Types.NULL);
    }
    return query.mapTo(String.class).list();
  }

  private boolean readsAll(String line) {
    int at = line.indexOf("Seq Scan on ");
    if (at < 0) {
      return false;
    }
    String table = line.substring(at + "Seq Scan on ".length()).split(" ", 2)[0];
    return GROWING.stream().anyMatch(grows -> table.equals(prefix + grows));
  }
}
