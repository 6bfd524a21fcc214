package io.webhookguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.SharedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the stores on servers have in common: their tables and keys, and their statements. What is
 * not the same is declared with its reason, and nothing else is.
 */
final class SqlParityTest {

  private static final Pattern END_OF_LIST = Pattern.compile("\\s(?:from|where)\\s");
  private static final Pattern LAST_WORD = Pattern.compile("[\\w*]+$");

  private final SqlDifferences declared = SqlDifferences.declared();

  SqlParityTest() throws IOException {}

  @Test
  @DisplayName("both servers have the same tables and columns, and the same may be null")
  void tablesAreTheSame() throws IOException {
    Map<String, Boolean> postgres = new TreeMap<>(schema("postgres").columns());
    Map<String, Boolean> mysql = new TreeMap<>(schema("mysql").columns());

    assertThat(mysql).hasSizeGreaterThan(60);
    requireDeclared("columns", postgres.keySet(), mysql.keySet());
    postgres.keySet().retainAll(mysql.keySet());
    mysql.keySet().retainAll(postgres.keySet());
    assertThat(mysql).isEqualTo(postgres);
  }

  @Test
  @DisplayName("both servers have the same unique keys and indexes")
  void keysAreTheSame() throws IOException {
    Set<String> postgres = schema("postgres").keys();

    assertThat(postgres).hasSizeGreaterThan(15).contains("ledger unique (event, number)");
    requireDeclared("keys", postgres, schema("mysql").keys());
  }

  @Test
  @DisplayName("what one server's store does otherwise is declared, with a reason")
  void statementsOfOneStoreAreDeclared() throws IOException {
    requireDeclared("statements", statements("postgres"), statements("mysql"));
  }

  @Test
  @DisplayName("statements of one name have the same parameters, or are declared")
  void statementsOfOneNameAreTheSame() throws IOException {
    Set<String> others = new TreeSet<>();
    for (String name : statements("postgres")) {
      if (statements("mysql").contains(name)
          && !parameters("mysql", name).equals(parameters("postgres", name))) {
        others.add(name);
      }
    }

    assertThat(others).isEqualTo(declared.of("statements", "both"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("every dialect has the shared statement, with the same parameters and columns")
  void sharedStatementsAreTheSame(SharedStatement statement) throws IOException {
    String name = statement.name().toLowerCase(Locale.ROOT);

    assertThat(parameters("mysql", name)).isEqualTo(parameters("postgres", name));
    assertThat(parameters("sqlite", name)).isEqualTo(parameters("postgres", name));
    assertThat(columns("mysql", name)).isNotEmpty().isEqualTo(columns("postgres", name));
  }

  @Test
  @DisplayName("a key that one server lacks is seen, whatever its dialect calls it")
  void missingKeysAreSeen() {
    SqlSchemaText one =
        SqlSchemaText.of(
            """
            create table ${prefix}due (
              id bigint primary key,
              key bytea not null,
              lane bytea
            );
            create unique index ${prefix}due_lane on ${prefix}due (lane) where lane is not null;
            """);
    SqlSchemaText same =
        SqlSchemaText.of(
            """
            create table ${prefix}due (
              id bigint not null,
              `key` binary(40) not null,
              lane binary(32),
              primary key (id),
              unique key ${prefix}due_lane (`lane`)
            );
            """);
    SqlSchemaText other =
        SqlSchemaText.of(
            """
            create table ${prefix}due (
              id bigint not null primary key,
              `key` binary(40) not null,
              lane binary(32),
              key ${prefix}due_lane (lane)
            );
            """);

    assertThat(one.columns()).containsKey("due.key");
    assertThat(same).isEqualTo(one);
    assertThat(other.columns()).isEqualTo(one.columns());
    assertThat(other.keys()).isNotEqualTo(one.keys()).contains("due index (lane)");
    assertThatThrownBy(() -> SqlDifferences.of("mysql:\n  due index (lane)"))
        .hasMessageContaining("needs a reason");
  }

  private void requireDeclared(String what, Set<String> postgres, Set<String> mysql) {
    assertThat(without(postgres, mysql))
        .as("%s of PostgreSQL alone", what)
        .isEqualTo(declared.of(what, "postgres"));
    assertThat(without(mysql, postgres))
        .as("%s of MySQL alone", what)
        .isEqualTo(declared.of(what, "mysql"));
  }

  private static Set<String> without(Collection<String> all, Collection<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  private static SqlSchemaText schema(String store) throws IOException {
    StringBuilder migrations = new StringBuilder();
    try (Stream<Path> files = Files.list(resource(store, "migration"))) {
      for (Path file : files.sorted().toList()) {
        migrations.append(Files.readString(file));
      }
    }
    return SqlSchemaText.of(migrations.toString());
  }

  private static Set<String> statements(String store) throws IOException {
    try (Stream<Path> files = Files.list(resource(store, "statement"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".sql", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static NamedSql statement(String store, String name) throws IOException {
    return NamedSql.parse(Files.readString(resource(store, "statement/" + name + ".sql")));
  }

  private static Set<String> parameters(String store, String name) throws IOException {
    return new TreeSet<>(statement(store, name).parameters());
  }

  /** The names under which a query answers. */
  private static Set<String> columns(String store, String name) throws IOException {
    String flat = withoutCalls(statement(store, name).text());
    assertThat(flat).startsWith("select ");
    String list = END_OF_LIST.split(flat.substring("select ".length()), 2)[0];
    return Stream.of(list.split(",", -1))
        .map(SqlParityTest::lastWord)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What stands in parentheses does not name a column, and may hold whole queries. */
  private static String withoutCalls(String text) {
    StringBuilder rest = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        rest.append(c);
      }
    }
    return rest.toString();
  }

  private static String lastWord(String column) {
    Matcher last = LAST_WORD.matcher(column.strip());
    assertThat(last.find()).as("%s has a name", column).isTrue();
    return last.group();
  }

  private static Path resource(String store, String name) {
    return Path.of(
        "../store-" + store + "/src/main/resources/io/webhookguard/store/" + store + "/" + name);
  }
}
