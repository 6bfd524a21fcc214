package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.util.Set;

/** A store whose settlements in transactions are others than its own. */
record OtherTransactions(TransactionalStore store, TransactionalEventStore transactions)
    implements TransactionalStore {

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
