package io.webhookguard.store.sql;

import java.util.Locale;

/** The databases of their own that handlers may write to with the guard's help. */
public enum SqlDialect {
  /** PostgreSQL 13 or newer. */
  POSTGRES,
  /** MySQL 8.0.20 or newer, InnoDB. */
  MYSQL,
  /** SQLite 3.42 or newer. */
  SQLITE;

  /** The file of a statement of this dialect, beside the class that runs it. */
  public String file(String statement) {
    return name().toLowerCase(Locale.ROOT) + "/" + statement + ".sql";
  }
}
