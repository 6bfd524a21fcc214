package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.util.List;

/** What can be wrong with what age takes. */
final class WrongAges {

  private WrongAges() {}

  static EventStore forgettingTombstones(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public Purged purge(Retention retention, int limit) {
        synchronized (state) {
          Purged purged = right.purge(retention, limit);
          List<EventRow> tombstones =
              state.events.all().filter(row -> row.payload == null).toList();
          tombstones.forEach(state.events::remove);
          return purged;
        }
      }
    };
  }

  static EventStore purgingDeadLetters(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public Purged purge(Retention retention, int limit) {
        synchronized (state) {
          state
              .events
              .all()
              .filter(row -> row.state() == EventState.FAILED)
              .filter(
                  row ->
                      ((Status.Failed) row.status)
                          .at()
                          .isBefore(state.now().minus(retention.payload())))
              .forEach(row -> row.payload = null);
          return right.purge(retention, limit);
        }
      }
    };
  }

  static EventStore purgingWithoutLimit(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public Purged purge(Retention retention, int limit) {
        return right.purge(retention, Integer.MAX_VALUE);
      }
    };
  }
}
