package io.webhookguard.store.sql.internal;

import java.sql.SQLException;

/**
 * Makes a value from the row at hand.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowReader<T> {

  /** Reads the row; does not move on to the next. */
  T read(Row row) throws SQLException;
}
