package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.PageRequest.Cursor;

/**
 * Writes and reads the cursor of a search: the admission number of the last event of a page, and a
 * check sum that a made-up cursor does not have (ES-51).
 */
final class Cursors {

  private static final int CHECK_CHARS = 8;

  private Cursors() {}

  /** The cursor behind this admission. */
  static Cursor after(long seq) {
    return new Cursor(seq + "-" + check(seq));
  }

  /**
   * The admission number in a cursor.
   *
   * @param newest the newest admission that ever was
   * @throws IllegalArgumentException if no store made the cursor
   */
  static long parse(Cursor cursor, long newest) {
    String text = cursor.text();
    if (text.matches("[1-9][0-9]{0,17}-[0-9a-f]{" + CHECK_CHARS + "}")) {
      long seq = Long.parseLong(text.substring(0, text.indexOf('-')));
      if (seq <= newest && after(seq).equals(cursor)) {
        return seq;
      }
    }
    throw new IllegalArgumentException("this store did not make the cursor of the page");
  }

  private static String check(long seq) {
    return Sha256.ofTuple("guard.cursor.v1", Long.toString(seq)).toHex().substring(0, CHECK_CHARS);
  }
}
