package io.webhookguard.store.sql;

import java.util.regex.Pattern;

/**
 * What the names of all tables and indexes of the guard begin with.
 *
 * <p>It becomes part of SQL text, so its grammar is narrow: a lower-case letter or underscore, then
 * up to 30 of a-z, 0-9 and underscore.
 *
 * @param text such as {@code guard_}
 */
public record TablePrefix(String text) {

  private static final Pattern GRAMMAR = Pattern.compile("[a-z_][a-z0-9_]{0,30}");

  /** The prefix of who does not choose one: {@code guard_}. */
  public static final TablePrefix DEFAULT = new TablePrefix("guard_");

  public TablePrefix {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a table prefix is a letter or underscore and up to 30 of a-z, 0-9 and underscore");
    }
  }

  /** The SQL text with the prefix in place of <code>${prefix}</code>. */
  public String applyTo(String sql) {
    return sql.replace("${prefix}", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
