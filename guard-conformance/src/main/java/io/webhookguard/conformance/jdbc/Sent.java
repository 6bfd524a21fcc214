package io.webhookguard.conformance.jdbc;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a client sends, as far as it tells boundaries apart. */
enum Sent {
  /** Opens a transaction. */
  BEGIN,
  /** Ends it for good. */
  COMMIT,
  /** Undoes it: nothing that is seen changes there, so it has no boundaries. */
  ROLLBACK,
  /** All else. */
  STATEMENT;

  private static final Pattern COMMENTS = Pattern.compile("--[^\\n]*|(?s:/\\*.*?\\*/)");
  private static final Pattern BEGINNING =
      Pattern.compile("(begin|start\\s+transaction)\\b.*", Pattern.DOTALL);
  private static final Pattern COMMITTING = Pattern.compile("(commit|end)\\b.*", Pattern.DOTALL);
  private static final Pattern UNDOING = Pattern.compile("(rollback|abort)\\b.*", Pattern.DOTALL);

  static Sent of(String sql) {
    String text = COMMENTS.matcher(sql).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    if (BEGINNING.matcher(text).matches()) {
      return BEGIN;
    }
    if (COMMITTING.matcher(text).matches()) {
      return COMMIT;
    }
    return UNDOING.matcher(text).matches() ? ROLLBACK : STATEMENT;
  }
}
