package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "select 1 | select",
        "; ; COMMIT ; | commit",
        "insert into t values (';commit'); rollback | insert rollback",
        "update \"a;b\" set x = 1 | update",
        "update `a;commit` set x = 1; end | update end",
        "update [a;commit] set x = 1 | update",
        "-- ; commit | ^^",
        "/* ; commit */ select 1 | select",
        "/*!50000 commit */ | commit",
        "(select 1) | select",
        "{call x} | call",
        "select 'unclosed ; commit | select",
      })
  void firstWordsOfStatements(String sql, String words) {
    List<String> expected = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));

    assertThat(SqlWords.firstWords(sql)).isEqualTo(expected);
  }
}
