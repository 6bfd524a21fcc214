package io.webhookguard.store.sql.status;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.StatementFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements of a status table. Names go into them quoted and after a check of every character;
 * values are parameters.
 */
final class StatusSql {

  /** What the session's last insert id is after an upsert that was refused. */
  static final long REFUSED = 0x6775_6172_6400_0001L;

  /** What it is while the values are made. */
  static final long NOT_REFUSED = 0x6775_6172_6400_0002L;

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,30}");

  private final SqlDialect dialect;
  private final String table;
  private final String id;
  private final String status;

  StatusSql(SqlDialect dialect, String table, String id, String status) {
    this.dialect = dialect;
    this.table = quoted(table);
    this.id = quoted(id);
    this.status = quoted(status);
    if (id.equals(status)) {
      throw new IllegalArgumentException("the id and the status are two columns, not " + id);
    }
  }

  /**
   * The name as the database is told it. SQLite takes a name in double quotes that it does not know
   * for a text, so there it gets back quotes.
   */
  private String quoted(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a table or column is " + NAME.pattern() + ", got a text of another form");
    }
    String quote = dialect == SqlDialect.POSTGRES ? "\"" : "`";
    return quote + name + quote;
  }

  /** Checks the columns that are written with the status. */
  void requireOthers(Map<String, ?> more) {
    for (String column : more.keySet()) {
      String name = quoted(column);
      if (name.equals(id) || name.equals(status)) {
        throw new IllegalArgumentException("the column " + name + " is not one of the others");
      }
    }
  }

  /** Inserts, or replaces one of so many states. */
  NamedSql upsert(List<String> more, int open) {
    List<String> columns = new ArrayList<>(List.of(id));
    more.forEach(column -> columns.add(quoted(column)));
    columns.add(status);
    List<String> values = new ArrayList<>(List.of(":id"));
    IntStream.range(0, more.size()).forEach(i -> values.add(":more" + i));
    values.add(
        dialect == SqlDialect.MYSQL
            ? "if(last_insert_id(:not_refused) = 0, null, :status)"
            : ":status");
    String condition = exactly(table + "." + status) + " in (" + openList(open) + ")";
    List<String> assignments = new ArrayList<>();
    for (String column : columns.subList(1, columns.size())) {
      assignments.add(
          dialect == SqlDialect.MYSQL
              ? onDuplicate(column, condition)
              : column + " = excluded." + column);
    }
    return read("upsert", open)
        .replace("${columns}", String.join(", ", columns))
        .replace("${values}", String.join(", ", values))
        .replace("${assignments}", String.join(", ", assignments))
        .parse();
  }

  private String onDuplicate(String column, String condition) {
    String old = table + "." + column;
    String otherwise =
        column.equals(status) ? "if(last_insert_id(:refused) = 0, null, " + old + ")" : old;
    return column + " = if(" + condition + ", fresh." + column + ", " + otherwise + ")";
  }

  /** The column, compared character by character: many columns in MySQL do not tell case apart. */
  private String exactly(String column) {
    return dialect == SqlDialect.MYSQL
        ? "convert(" + column + " using utf8mb4) collate utf8mb4_bin"
        : column;
  }

  /** Replaces one of so many states. */
  NamedSql update(List<String> more, int open) {
    String others =
        IntStream.range(0, more.size())
            .mapToObj(i -> quoted(more.get(i)) + " = :more" + i + ", ")
            .collect(Collectors.joining());
    return read("update", open).replace("${assignments}", others + status + " = :status").parse();
  }

  NamedSql look() {
    return read("look", 0).parse();
  }

  /** MySQL alone: whether the upsert before it was refused. */
  NamedSql refused() {
    return read("refused", 0).parse();
  }

  private Template read(String statement, int open) {
    return new Template(StatementFiles.resource(StatusSql.class, dialect.file(statement)))
        .replace("${table}", table)
        .replace("${id}", id)
        .replace("${status_exactly}", exactly(status))
        .replace("${status}", status)
        .replace("${open}", openList(open));
  }

  /** No state is in the list of no states. */
  private static String openList(int open) {
    return open == 0
        ? "null"
        : IntStream.range(0, open).mapToObj(i -> ":open" + i).collect(Collectors.joining(", "));
  }

  private record Template(String text) {
    Template replace(String place, String by) {
      return new Template(text.replace(place, by));
    }

    NamedSql parse() {
      return NamedSql.parse(text);
    }
  }
}
