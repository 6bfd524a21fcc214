package io.webhookguard.store.sql.internal;

/** What went wrong in the database, as far as a caller has to do something else about it. */
public enum Fault {
  /** Somebody else holds what is needed, for longer than the store waits. */
  BUSY,
  /** No space is left. */
  FULL,
  /** The database may not be written. */
  READ_ONLY,
  /** The database cannot be opened: missing, or no rights. */
  CANNOT_OPEN,
  /** The server lets nobody in with this user and password. */
  LOGIN,
  /** Client and server found no way to log in that both allow. */
  NO_LOGIN,
  /** It can be opened, and this user may not do in it what the guard needs. */
  FORBIDDEN,
  /** The file or server is not such a database. */
  WRONG_KIND,
  /** The database says that its content is damaged. */
  CORRUPT,
  /** Tables or columns that the guard needs are not there. */
  SCHEMA,
  /** A constraint refused what the guard wrote. */
  CONSTRAINT,
  /** Everything else: input and output, memory, the connection. */
  UNAVAILABLE
}
