package io.webhookguard.store.sql;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/**
 * Settlement inside a transaction, for users of Jdbi: the same as {@link TransactionalEventStore},
 * with a {@link Handle} in place of a connection.
 */
public final class JdbiTransactions {

  private final TransactionalEventStore transactions;

  /** The Jdbi form of a store's transactions. */
  public JdbiTransactions(TransactionalEventStore transactions) {
    this.transactions = transactions;
  }

  /**
   * Settles inside the transaction that is open on the handle.
   *
   * @throws SupersededException if the claim is over: the transaction must roll back
   */
  public void settle(Handle handle, Settlement settlement) {
    transactions.settle(handle.getConnection(), settlement);
  }

  /**
   * Opens a transaction, runs the body in it, settles with what the body returns and commits. The
   * handle refuses to end the transaction itself.
   *
   * @throws SupersededException if the claim was over; everything was rolled back
   * @throws SQLException as the body threw it; everything was rolled back
   */
  public void inTransaction(Claim claim, Body body) throws SQLException {
    transactions.inTransaction(claim, connection -> run(connection, body));
  }

  private static Settlement run(Connection connection, Body body) throws SQLException {
    return withHandle(connection, body::run);
  }

  /**
   * Runs the work with a handle on a connection whose transaction somebody else ends: that of a
   * transactional handler, say. Closing the handle ends neither.
   *
   * @return what the work returns
   * @throws X as the work threw it
   */
  public static <T, X extends Exception> T withHandle(
      Connection connection, HandleCallback<T, X> work) throws X {
    Jdbi jdbi = Jdbi.create(connection);
    jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
    try (Handle handle = jdbi.open()) {
      return work.withHandle(handle);
    }
  }

  /** A handler's effect. */
  @FunctionalInterface
  public interface Body {

    /**
     * Writes the effect through the handle.
     *
     * @return how the attempt ends, usually {@link Settlement.Complete}
     */
    Settlement run(Handle handle) throws SQLException;
  }
}
