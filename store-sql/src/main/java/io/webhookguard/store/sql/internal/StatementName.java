package io.webhookguard.store.sql.internal;

import java.util.Locale;

/**
 * Names one SQL statement. Each store has an enum of its own statements; those of flows that all
 * stores share are {@link SharedStatement}.
 */
public interface StatementName {

  /** The name of the constant. */
  String name();

  /** The file that holds the statement of a constant. */
  static String fileOf(StatementName statement) {
    return statement.name().toLowerCase(Locale.ROOT) + ".sql";
  }
}
