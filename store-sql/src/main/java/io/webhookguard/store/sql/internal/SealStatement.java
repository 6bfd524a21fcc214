package io.webhookguard.store.sql.internal;

/** What is written of seals. Every dialect has a file for each. */
public enum SealStatement implements StatementName {
  /** Adds a seal, unless its number is taken. */
  ADD_SEAL,
  /** Sets a mark, unless there is one at its seal. */
  ADD_ARCHIVE_MARK,
  /** Removes the oldest entries up to a position. */
  DROP_ARCHIVED
}
