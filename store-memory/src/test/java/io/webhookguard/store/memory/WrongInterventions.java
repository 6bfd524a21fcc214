package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be wrong with what interventions leave for later. */
final class WrongInterventions {

  private WrongInterventions() {}

  /** What was ordered is forgotten as soon as it is done. */
  static EventStore forgottenWhenComplete(MemoryStore store, StoreState state) {
    return afterSettling(store, state, Settlement.Complete.class, row -> row.interventionId = null);
  }

  /** The window of a reopened event is taken for that of the run that is released. */
  static EventStore releasedWithItsWindow(MemoryStore store, StoreState state) {
    return afterSettling(
        store,
        state,
        Settlement.Release.class,
        row -> row.windowStart = row.reopenings > 0 ? null : row.windowStart);
  }

  /** The payload is looked for in one place, and the response is in another. */
  static EventStore erasingThePayloadAlone(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public InterventionAnswer intervene(EventKey key, Intervention intervention) {
        synchronized (state) {
          Optional<Status> before = state.events.find(key).map(row -> row.status);
          InterventionAnswer answer = right.intervene(key, intervention);
          if (intervention instanceof Intervention.Erase
              && answer instanceof InterventionAnswer.Done) {
            EventRow row = state.events.find(key).orElseThrow();
            row.status = before.orElseThrow();
            return new InterventionAnswer.Done(row.toRecord());
          }
          return answer;
        }
      }
    };
  }

  private static EventStore afterSettling(
      MemoryStore store,
      StoreState state,
      Class<? extends Settlement> kind,
      Consumer<EventRow> change) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        Limits.requireBatch(settlements);
        List<SettleAnswer> answers = new ArrayList<>();
        synchronized (state) {
          for (Settlement settlement : settlements) {
            SettleAnswer answer = right.settle(List.of(settlement)).get(0);
            answers.add(answer);
            if (kind.isInstance(settlement) && answer instanceof SettleAnswer.Settled) {
              state.events.find(settlement.claim().key()).ifPresent(change);
            }
          }
        }
        return answers;
      }
    };
  }

  /** A person's retry counts as a fresh start in everything. */
  static EventStore retriedWithFreshReopenings(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public InterventionAnswer intervene(EventKey key, Intervention intervention) {
        synchronized (state) {
          InterventionAnswer answer = right.intervene(key, intervention);
          return intervention instanceof Intervention.Retry
                  && answer instanceof InterventionAnswer.Done
              ? state.events.find(key).map(this::startedAfresh).orElse(answer)
              : answer;
        }
      }

      private InterventionAnswer startedAfresh(EventRow row) {
        row.reopenings = 0;
        return new InterventionAnswer.Done(row.toRecord());
      }
    };
  }
}
