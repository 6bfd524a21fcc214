package io.webhookguard.architecture;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration says of tables, whatever the dialect.
 *
 * <p>A key is a line such as {@code due unique (route, due_at, id)}. A primary key is a unique one:
 * which of two the rows are kept by is the dialect's affair. The condition that a column is not
 * null is none, because nulls are never the same.
 *
 * @param columns whether a column must have a value, by table and name
 * @param keys the columns of unique keys and other indexes, in order, with the condition if any
 */
record SqlSchemaText(Map<String, Boolean> columns, Set<String> keys) {

  private static final Pattern TABLE =
      Pattern.compile("create table \\$\\{prefix}(\\w+) \\((.*?)\\n\\)", Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("(?m)^ {2}(\\w+) ([a-z$].*)$");
  private static final Pattern KEY =
      Pattern.compile("(?m)^ {2}(primary key|unique key|key)(?: \\$\\{prefix}\\w+)? \\(([^)]*)\\)");
  private static final Pattern INDEX =
      Pattern.compile(
          "create (unique )?index \\$\\{prefix}\\w+ on \\$\\{prefix}(\\w+) \\(([^)]*)\\)"
              + "(?: where ([^;]*))?;");
  private static final Pattern NO_COLUMN =
      Pattern.compile("(primary key|unique key|check|constraint|key \\$).*", Pattern.DOTALL);

  static SqlSchemaText of(String migration) {
    String ddl = migration.replaceAll("--[^\\n]*", "").replace("`", "");
    Map<String, Boolean> columns = new TreeMap<>();
    Set<String> keys = new TreeSet<>();
    Matcher table = TABLE.matcher(ddl);
    while (table.find()) {
      addColumns(table.group(1), table.group(2), columns, keys);
      addKeys(table.group(1), table.group(2), keys);
    }
    Matcher index = INDEX.matcher(ddl);
    while (index.find()) {
      boolean unique = index.group(1) != null;
      keys.add(
          key(index.group(2), unique, index.group(3)) + condition(index.group(3), index.group(4)));
    }
    return new SqlSchemaText(columns, keys);
  }

  private static void addColumns(
      String table, String text, Map<String, Boolean> columns, Set<String> keys) {
    Matcher column = COLUMN.matcher(text);
    while (column.find()) {
      String name = column.group(1);
      if (!NO_COLUMN.matcher(column.group().strip()).matches()) {
        boolean primary = column.group(2).contains("primary key");
        columns.put(table + "." + name, primary || column.group(2).contains("not null"));
        if (primary) {
          keys.add(key(table, true, name));
        }
      }
    }
  }

  private static void addKeys(String table, String text, Set<String> keys) {
    Matcher key = KEY.matcher(text);
    while (key.find()) {
      keys.add(key(table, !key.group(1).equals("key"), key.group(2)));
    }
  }

  private static String key(String table, boolean unique, String columns) {
    return table + (unique ? " unique (" : " index (") + columns + ")";
  }

  private static String condition(String columns, String condition) {
    return condition == null || condition.equals(columns + " is not null")
        ? ""
        : " where " + condition;
  }
}
