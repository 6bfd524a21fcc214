package io.webhookguard.api.store;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SupersededException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Settles an attempt in the same database transaction as its effect: both are there, or neither.
 *
 * <p>Only for effects in the store's own database. Rules: {@code docs/contract.md} (TX). Safe for
 * use by many threads, each with its own connection.
 */
public interface TransactionalEventStore {

  /**
   * Settles inside a transaction that the caller opened and will commit. The ledger entry is part
   * of it. The claim's row stays locked until the transaction ends; the caller must not commit if
   * this throws.
   *
   * @throws SupersededException if the claim is over: the transaction must roll back, because its
   *     effect belongs to a newer claim
   * @throws IllegalArgumentException if the connection is in auto-commit mode
   */
  void settle(Connection connection, Settlement settlement);

  /**
   * Opens a transaction, runs the body in it, settles with what the body returns and commits.
   *
   * <p>The body's connection refuses commit, rollback, close and auto-commit; after an {@link
   * SQLException} outside a savepoint it can only roll back, whatever the body returns.
   *
   * @throws SupersededException if the claim was over; everything was rolled back
   * @throws OutcomeUnknownException if the commit was sent and its reply lost. It is asked about by
   *     {@link EventStore#settle} with any other end under the same token: {@code Superseded} with
   *     that token means that it happened. Never by the same settlement, which would be recorded
   *     without its effect.
   * @throws SQLException as the body threw it; everything was rolled back
   */
  void inTransaction(Claim claim, Body body) throws SQLException;

  /** A handler's effect. */
  @FunctionalInterface
  interface Body {

    /**
     * Writes the effect through the connection.
     *
     * @return how the attempt ends, usually {@link Settlement.Complete}
     */
    Settlement run(Connection connection) throws SQLException;
  }
}
