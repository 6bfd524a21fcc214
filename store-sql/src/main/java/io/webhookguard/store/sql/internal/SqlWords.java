package io.webhookguard.store.sql.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The word with which each statement of an SQL text begins.
 *
 * <p>Knows as much of SQL as it takes to find the semicolons that end statements: quotes, comments,
 * and comments that MySQL runs. What it cannot tell apart (the body of a trigger) it takes for a
 * statement of its own: refusing too much is the safe side.
 */
final class SqlWords {

  private final String sql;
  private final List<String> words = new ArrayList<>();
  private int at;
  private boolean atStart = true;

  private SqlWords(String sql) {
    this.sql = sql;
  }

  /** The first words, in lower case. */
  static List<String> firstWords(String sql) {
    SqlWords reader = new SqlWords(sql);
    while (reader.at < sql.length()) {
      reader.next();
    }
    return reader.words;
  }

  private void next() {
    char c = sql.charAt(at);
    if (sql.startsWith("--", at)) {
      skipBehind("\n", 2);
    } else if (sql.startsWith("/*!", at)) {
      at += 3;
    } else if (sql.startsWith("/*", at)) {
      skipBehind("*/", 2);
    } else if (c == '\'' || c == '"' || c == '`') {
      atStart = false;
      skipBehind(String.valueOf(c), 1);
    } else if (c == '[') {
      atStart = false;
      skipBehind("]", 1);
    } else if (c == ';') {
      atStart = true;
      at++;
    } else if (atStart && Character.isLetter(c)) {
      word();
    } else {
      at++;
    }
  }

  private void skipBehind(String end, int from) {
    int found = sql.indexOf(end, at + from);
    at = found < 0 ? sql.length() : found + end.length();
  }

  private void word() {
    int end = at;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    words.add(sql.substring(at, end).toLowerCase(Locale.ROOT));
    at = end;
    atStart = false;
  }
}
