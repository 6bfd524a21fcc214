package io.webhookguard.core;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
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
 * As {@link InterposedStore}, for a store with transactions. What is said on a user's connection is
 * passed on unseen: it is a statement of the user's.
 */
final class InterposedTransactions implements TransactionalStore, TransactionalEventStore {

  /** The call that has the guard open a transaction. */
  @FunctionalInterface
  interface Opening {
    void inTransaction(Claim claim, Body body) throws SQLException;
  }

  private final InterposedStore store;
  private final TransactionalEventStore transactions;
  private final Opening opening;

  InterposedTransactions(TransactionalStore store, InterposedStore.Between between) {
    this.store = new InterposedStore(store, between);
    this.transactions = store.transactions();
    this.opening = InterposedStore.interposed(Opening.class, transactions::inTransaction, between);
  }

  @Override
  public void settle(Connection connection, Settlement settlement) {
    transactions.settle(connection, settlement);
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    opening.inTransaction(claim, body);
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
  public Seals seals() {
    return store.seals();
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
