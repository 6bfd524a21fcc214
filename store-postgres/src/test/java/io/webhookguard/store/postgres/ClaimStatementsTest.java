package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.TablePrefix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The two claims differ in what they pick, and in how they tell that others hold it. What they do
 * with what they picked stands in both files, because a statement is one whole text, and is the
 * same.
 */
final class ClaimStatementsTest {

  /** The first thing that is done with what was picked. */
  private static final String GRANTING = " call as (";

  private static final String ANSWER = " cross join place p ) select ";

  /** Behind the columns that tell of others. */
  private static final String GRANTED = " as lanes_to_count, ";

  private final String due = textOf(PostgresStatement.CLAIM_DUE);
  private final String one = textOf(PostgresStatement.CLAIM_ONE);

  @Test
  @DisplayName("both claims grant, record and answer in the same way")
  void grantingIsTheSame() {
    assertThat(granting(one)).contains("started as (", "ledger as (").isEqualTo(granting(due));
    assertThat(answer(one)).contains("as repeated").isEqualTo(answer(due));
  }

  @Test
  @DisplayName("a change of one of the two is seen")
  void changesAreSeen() {
    assertThat(granting(one.replace("entries = e.entries + 1", "entries = e.entries")))
        .isNotEqualTo(granting(due));
    assertThat(answer(one.replace("order by s.token", ""))).isNotEqualTo(answer(due));
  }

  private static String granting(String sql) {
    return between(sql, GRANTING, ANSWER);
  }

  private static String answer(String sql) {
    return between(sql + " ;", GRANTED, " ;");
  }

  private static String between(String sql, String start, String end) {
    int from = sql.indexOf(start);
    int to = sql.indexOf(end, from);
    assertThat(from).as("%s is there", start.strip()).isNotNegative();
    assertThat(to).as("%s is behind it", end.strip()).isGreaterThan(from);
    return sql.substring(from, to);
  }

  /** Without comments: each file may say in its own words why. */
  private static String textOf(PostgresStatement name) {
    return PostgresStore.statements(TablePrefix.DEFAULT).get(name).text();
  }
}
