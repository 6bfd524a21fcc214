package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * A store of which the first commit of a guard's transaction is never heard of: it happened, or it
 * was rolled back.
 */
final class LosingReplies implements TransactionalStore, TransactionalEventStore {

  private final TransactionalStore store;
  private final boolean commits;
  private boolean lost;

  LosingReplies(TransactionalStore store, boolean commits) {
    this.store = store;
    this.commits = commits;
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    if (lost) {
      store.transactions().inTransaction(claim, body);
      return;
    }
    lost = true;
    try {
      store
          .transactions()
          .inTransaction(claim, commits ? body : connection -> undone(body, connection));
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
    store.transactions().settle(connection, settlement);
  }

  @Override
  public TransactionalEventStore transactions() {
    return this;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public EventStore events() {
    return store.events();
  }

  @Override
  public Ledger ledger() {
    return store.ledger();
  }

  @Override
  public Steps steps() {
    return store.steps();
  }

  @Override
  public Lock lock() {
    return store.lock();
  }

  @Override
  public StoreDoctor doctor() {
    return store.doctor();
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public void close() {
    store.close();
  }
}
