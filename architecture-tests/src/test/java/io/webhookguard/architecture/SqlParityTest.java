package io.webhookguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the stores on servers have in common: their tables, and the statements of shared flows. */
final class SqlParityTest {

  /** A sequence in PostgreSQL, which MySQL does not have; and what PostgreSQL alone counts. */
  private static final Set<String> KNOWN = Set.of("serial.id", "claim_call.uses");

  private static final Pattern TABLE =
      Pattern.compile("create table \\$\\{prefix}(\\w+) \\((.*?)\\n\\)", Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("(?m)^ {2}`?(\\w+)`? ([a-z$].*)$");
  private static final Set<String> NO_COLUMNS =
      Set.of("primary", "unique", "check", "key", "constraint");

  @Test
  @DisplayName("both servers have the same tables and columns, and the same may be null")
  void schemasAreTheSame() throws IOException {
    Map<String, Boolean> postgres = columns("postgres");
    Map<String, Boolean> mysql = columns("mysql");
    postgres.keySet().removeAll(KNOWN);
    mysql.keySet().removeAll(KNOWN);

    assertThat(mysql).hasSizeGreaterThan(60).isEqualTo(postgres);
  }

  /** Whether a column must have a value, by table and name. */
  private static Map<String, Boolean> columns(String store) throws IOException {
    String ddl =
        Files.readString(resource(store, "migration/V1__first_schema.sql"))
            .replaceAll("--[^\\n]*", "");
    Map<String, Boolean> columns = new TreeMap<>();
    Matcher table = TABLE.matcher(ddl);
    while (table.find()) {
      Matcher column = COLUMN.matcher(table.group(2));
      while (column.find()) {
        if (!NO_COLUMNS.contains(column.group(1))) {
          boolean required =
              column.group(2).contains("not null") || column.group(2).contains("primary key");
          columns.put(table.group(1) + "." + column.group(1), required);
        }
      }
    }
    return columns;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("every dialect has the shared statement, with the same parameters")
  void sharedStatementsAreTheSame(SharedStatement statement) throws IOException {
    assertThat(parameters("mysql", statement)).isEqualTo(parameters("postgres", statement));
    assertThat(parameters("sqlite", statement)).isEqualTo(parameters("postgres", statement));
  }

  private static Set<String> parameters(String store, SharedStatement statement)
      throws IOException {
    Path file = resource(store, "statement/" + StatementName.fileOf(statement));
    return new TreeSet<>(NamedSql.parse(Files.readString(file)).parameters());
  }

  private static Path resource(String store, String name) {
    return Path.of(
        "../store-" + store + "/src/main/resources/io/webhookguard/store/" + store + "/" + name);
  }
}
