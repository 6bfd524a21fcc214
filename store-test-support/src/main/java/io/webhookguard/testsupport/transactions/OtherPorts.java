package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.util.Set;

/** A store whose calls, and whose settlements in transactions, are others than its own. */
public record OtherPorts(
    TransactionalStore store, EventStore events, TransactionalEventStore transactions)
    implements TransactionalStore {

  @Override
  public String name() {
    return store.name();
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
