package io.webhookguard.torture.worker;

import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.torture.worker.PortCall.Between;
import java.util.Objects;

/** Stores whose events and transactions pass through somebody's hands. */
public final class WrappedStore {

  private WrappedStore() {}

  /**
   * Puts somebody between a store's events, its transactions if it has such, and whoever uses them.
   * All else is passed on.
   */
  public static GuardStore of(GuardStore store, Between events, Between transactions) {
    EventStore wrapped = PortCall.interposed(EventStore.class, store.events(), events);
    if (store instanceof TransactionalStore transactional) {
      TransactionalEventStore shared =
          PortCall.interposed(
              TransactionalEventStore.class, transactional.transactions(), transactions);
      return PortCall.interposed(
          TransactionalStore.class,
          transactional,
          call ->
              switch (call.name()) {
                case "events" -> wrapped;
                case "transactions" -> shared;
                default -> call.passOn();
              });
    }
    return PortCall.interposed(
        GuardStore.class,
        store,
        call -> Objects.equals(call.name(), "events") ? wrapped : call.passOn());
  }
}
