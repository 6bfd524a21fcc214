package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Transactions of which the first commit of the guard's is never heard of: it happened, or it was
 * rolled back.
 */
final class LosingReplies implements TransactionalEventStore {

  private final TransactionalEventStore right;
  private final boolean commits;
  private boolean lost;

  private LosingReplies(TransactionalEventStore right, boolean commits) {
    this.right = right;
    this.commits = commits;
  }

  /** The store, with such transactions. */
  static TransactionalStore of(TransactionalStore store, boolean commits) {
    return new OtherPorts(store, store.events(), new LosingReplies(store.transactions(), commits));
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    if (lost) {
      right.inTransaction(claim, body);
      return;
    }
    lost = true;
    try {
      right.inTransaction(claim, commits ? body : connection -> undone(body, connection));
    } catch (IllegalStateException e) {
      throw new OutcomeUnknownException("no reply to the commit", e);
    }
    throw new OutcomeUnknownException("no reply to the commit");
  }

  private static Settlement undone(Body body, Connection connection) throws SQLException {
    body.run(connection);
    throw new IllegalStateException("the connection is gone");
  }

  @Override
  public void settle(Connection connection, Settlement settlement) {
    right.settle(connection, settlement);
  }
}
