package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.TablePrefix;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small statement names the columns that the statement for any batch names. What it leaves out is
 * said here, with the reason: a column that is added to one file and not to the others is neither.
 * That the values are the same is for {@link SameRowsTest} to see.
 */
final class SmallStatementsTest {

  /** By the table, or by the column, what each leaves out and why. */
  private static final Map<PostgresStatement, Map<String, String>> LEFT_OUT =
      Map.of(
          PostgresStatement.ADMIT_CLAIM, runningAtOnce(),
          PostgresStatement.ADMIT_CLAIMS, runningAtOnce(),
          PostgresStatement.ADMIT_QUEUE,
              Map.of(
                  "insert lane", "the event has no lane",
                  "insert waiting", "only events of a lane wait for it",
                  "insert claim", "it is not to run at once"),
          PostgresStatement.SETTLE_COMPLETE, endingWell(),
          PostgresStatement.SETTLE_COMPLETES, endingWell());

  private static Map<String, String> runningAtOnce() {
    return Map.of(
        "insert lane", "the event has no lane",
        "insert waiting", "only events of a lane wait for it",
        "insert due", "it runs");
  }

  private static Map<String, String> endingWell() {
    return Map.of(
        "update lane", "the event has no lane",
        "insert due", "nothing is left to do",
        "insert dead_letter", "it did not fail",
        "update event.due_at", "kept by what is over",
        "update event.failure", "kept by what did not fail",
        "update event.attempts", "changed where an attempt does not count",
        "update event.window_start", "changed where an attempt does not count",
        "update event.window_token", "changed where an attempt does not count");
  }

  private static final Pattern INSERT = Pattern.compile("insert into guard_(\\w+)[^(]*\\(([^)]*)");
  private static final Pattern UPDATE = Pattern.compile("update guard_(\\w+) \\w+ set (.*?) from ");
  private static final Pattern SET = Pattern.compile("(?:^|, )(\\w+) = ");
  private static final Pattern DELETE = Pattern.compile("delete from guard_(\\w+)");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "(ADMIT|SETTLE)_.*")
  void namesTheColumnsThatAnyBatchNames(PostgresStatement small) {
    assertThat(LEFT_OUT).containsKey(small);
    assertThat(writes(textOf(small))).contains("insert ledger.detail").isSubsetOf(wide(small));
    assertThat(leftOut(small, textOf(small))).isEqualTo(declared(small));
  }

  @Test
  @DisplayName("a column that one of the files lacks is seen")
  void changesAreSeen() {
    PostgresStatement small = PostgresStatement.SETTLE_COMPLETE;
    String forgetful = textOf(small).replace("in_doubt = false, ", "");

    assertThat(leftOut(small, forgetful)).contains("update event.in_doubt");
  }

  /** What any batch writes and this text does not, tables as a whole where they are declared so. */
  private static Set<String> leftOut(PostgresStatement small, String text) {
    Set<String> left = wide(small);
    left.removeAll(writes(text));
    return left.stream()
        .map(write -> declared(small).contains(tableOf(write)) ? tableOf(write) : write)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> declared(PostgresStatement small) {
    return Objects.requireNonNull(LEFT_OUT.get(small)).keySet();
  }

  private static Set<String> wide(PostgresStatement small) {
    return writes(textOf(PostgresStatement.valueOf(small.name().replaceAll("_.*", ""))));
  }

  /** As {@code insert table.column}, {@code update table.column} and {@code delete table}. */
  private static Set<String> writes(String text) {
    Set<String> writes = new TreeSet<>();
    INSERT
        .matcher(text)
        .results()
        .forEach(
            insert -> {
              for (String column : insert.group(2).split(",", -1)) {
                writes.add("insert " + insert.group(1) + "." + column.strip());
              }
            });
    UPDATE
        .matcher(text)
        .results()
        .forEach(
            update ->
                SET.matcher(update.group(2))
                    .results()
                    .forEach(set -> writes.add("update " + update.group(1) + "." + set.group(1))));
    DELETE.matcher(text).results().forEach(delete -> writes.add("delete " + delete.group(1)));
    return writes;
  }

  private static String tableOf(String write) {
    return write.split("\\.", 2)[0];
  }

  private static String textOf(PostgresStatement name) {
    return PostgresStore.statements(TablePrefix.DEFAULT).get(name).text();
  }
}
