package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class NamedSqlTest {

  @Test
  void parametersBecomeQuestionMarksInTheirOrder() {
    NamedSql sql = NamedSql.parse("select :a, :b_2 from t where x = :a");

    assertThat(sql.jdbc()).isEqualTo("select ?, ? from t where x = ?");
    assertThat(sql.parameters()).containsExactly("a", "b_2", "a");
    assertThat(sql.text()).isEqualTo("select :a, :b_2 from t where x = :a");
  }

  @Test
  void commentsGoAndTheirMarksWithThem() {
    NamedSql sql = NamedSql.parse("-- why :x it's so\nselect /* :y ' */ :z -- end");

    assertThat(sql.jdbc()).isEqualTo("select ?");
    assertThat(sql.parameters()).containsExactly("z");
  }

  @Test
  void quotedTextAndCastsStayAsTheyAre() {
    NamedSql sql = NamedSql.parse("select ':x -- no', \":y\", a::text, 'it''s :z', :p::bigint");

    assertThat(sql.jdbc()).isEqualTo("select ':x -- no', \":y\", a::text, 'it''s :z', ?::bigint");
    assertThat(sql.parameters()).containsExactly("p");
  }

  @Test
  void runsOfSpacesBecomeOneButNotInQuotes() {
    NamedSql sql = NamedSql.parse("\n select 'a  b',\n   :p\n\tfrom t\n");

    assertThat(sql.jdbc()).isEqualTo("select 'a  b', ? from t");
    assertThat(sql.text()).isEqualTo("select 'a  b', :p from t");
  }

  @Test
  void openQuoteIsAnError() {
    assertThatThrownBy(() -> NamedSql.parse("select 'x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
