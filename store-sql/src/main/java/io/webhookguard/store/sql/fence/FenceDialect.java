package io.webhookguard.store.sql.fence;

import java.util.Locale;

/** The databases that the fence speaks to. */
public enum FenceDialect {
  /** PostgreSQL 13 or newer. */
  POSTGRES,
  /** MySQL 8.0.20 or newer, InnoDB. */
  MYSQL,
  /** SQLite 3.42 or newer. */
  SQLITE;

  /** The folder of its statements. */
  String folder() {
    return name().toLowerCase(Locale.ROOT) + "/";
  }
}
