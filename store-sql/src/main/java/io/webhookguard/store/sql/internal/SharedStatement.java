package io.webhookguard.store.sql.internal;

/** The statements of flows that all SQL stores share. Every dialect has a file for each. */
public enum SharedStatement implements StatementName {
  /** The event with its response, by digest. */
  FIND_EVENT,
  /** The payload, by digest. */
  FIND_PAYLOAD,
  /** Current claims, by claim id. */
  FIND_CLAIMS,
  /** A page of events. */
  SEARCH_EVENTS,
  /** A page of events with one id. */
  SEARCH_EVENT_ID,
  /** A page of dead letters. */
  SEARCH_FAILED,
  /** The number of the newest admission. */
  NEWEST_ADMISSION,
  /** The entries of one event. */
  LEDGER_ENTRIES,
  /** A page of entries. */
  LEDGER_SCAN,
  /** The seal with the greatest number. */
  NEWEST_SEAL,
  /** Seals after a number. */
  LIST_SEALS,
  /** The mark of the archive that is furthest. */
  NEWEST_ARCHIVE_MARK,
  /** The results of an event's steps. */
  RECALL_STEPS,
  /** Whether the guard's tables are there. */
  SCHEMA_EXISTS,
  /** The number of the newest migration. */
  SCHEMA_VERSION
}
