package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

  /** Lists what is old enough, and empties the list later, whatever happened in between. */
  static EventStore purgingWhatWasDone(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public Purged purge(Retention retention, int limit) {
        List<EventRow> listed;
        synchronized (state) {
          Instant before = state.now().minus(retention.payload());
          listed = state.events.all().filter(row -> isDoneWith(row, before)).limit(limit).toList();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        synchronized (state) {
          Purged purged = right.purge(retention, limit);
          listed.stream().filter(row -> row.payload != null).forEach(WrongAges::empty);
          return purged;
        }
      }
    };
  }

  private static boolean isDoneWith(EventRow row, Instant before) {
    return row.payload != null
        && row.status instanceof Status.Complete complete
        && complete.at().isBefore(before);
  }

  private static void empty(EventRow row) {
    if (row.state() != EventState.COMPLETE) {
      row.payload = null;
      row.steps.clear();
    }
  }
}
