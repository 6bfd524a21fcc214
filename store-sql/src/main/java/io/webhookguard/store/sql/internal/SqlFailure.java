package io.webhookguard.store.sql.internal;

import java.sql.SQLException;

/**
 * Carries what the driver threw out of code that cannot declare it, to the one place that turns it
 * into an exception of the guard ({@link SqlFaults}). Never leaves a store.
 */
public final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  /** Wraps the driver's exception. */
  public SqlFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  /** What the driver threw. */
  public SQLException failure() {
    return failure;
  }
}
