package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be wrong with the runs of an event: counting, ageing, finding and repeating them. */
final class WrongRuns {

  /** After so long an event that is not complete is taken for abandoned. */
  private static final Duration STALE = Duration.ofSeconds(30);

  private WrongRuns() {}

  static EventStore countedAtTheEnd(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        synchronized (state) {
          boolean repeated = !right.claims(request.claimId()).isEmpty();
          List<Attempt> granted = right.claim(request);
          if (repeated) {
            return granted;
          }
          granted.forEach(
              attempt -> state.events.find(attempt.claim().key()).ifPresent(row -> row.attempts--));
          return right.claims(request.claimId());
        }
      }

      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        Limits.requireBatch(settlements);
        synchronized (state) {
          for (Settlement settlement : settlements) {
            Claim claim = settlement.claim();
            state
                .events
                .find(claim.key())
                .filter(row -> row.isHeldUnder(claim.token()))
                .ifPresent(row -> row.attempts++);
          }
          return right.settle(settlements);
        }
      }
    };
  }

  static EventStore staleFromTheFirstDay(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> recover(RecoverRequest request) {
        synchronized (state) {
          state
              .events
              .all()
              .filter(row -> row.state() == EventState.PROCESSING)
              .filter(row -> !row.receivedAt.plus(STALE).isAfter(state.now()))
              .toList()
              .forEach(row -> endLease(state, row));
          return right.recover(request);
        }
      }
    };
  }

  private static void endLease(StoreState state, EventRow row) {
    Claim held = row.claim();
    state.events.update(
        row, () -> row.status = new Status.Processing(held.owner(), held.claimId(), state.now()));
  }

  /** Reads who lapsed, and takes them over later without looking again. */
  static EventStore takingOverFromAnOldList(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> recover(RecoverRequest request) {
        List<EventRow> lapsed;
        synchronized (state) {
          lapsed =
              state
                  .events
                  .lapsed(state.now())
                  .filter(row -> request.routes().contains(row.key.route()))
                  .toList();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        synchronized (state) {
          if (right.claims(request.claimId()).isEmpty()) {
            lapsed.stream()
                .filter(row -> row.state() == EventState.PROCESSING)
                .filter(row -> row.claim().leaseEnd().isAfter(state.now()))
                .forEach(row -> endLease(state, row));
          }
          return right.recover(request);
        }
      }
    };
  }

  /** The oldest unfinished rows are selected first and judged afterwards. */
  static EventStore deadLettersFillTheBatch(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        synchronized (state) {
          int limit = request.selection().match(heads -> heads.limit(), one -> Limits.MAX_BATCH);
          boolean anyWaits =
              state
                  .events
                  .all()
                  .filter(row -> row.state() != EventState.COMPLETE)
                  .limit(limit)
                  .anyMatch(row -> row.state() != EventState.FAILED);
          return anyWaits ? right.claim(request) : List.of();
        }
      }
    };
  }

  static EventStore claimsNeverTold(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claims(UUID claimId) {
        return List.of();
      }
    };
  }

  /** The answer is made before the row is written, and the row keeps less of its time. */
  static EventStore answeringFinerTimes(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        synchronized (state) {
          List<Attempt> granted = right.claim(request);
          granted.forEach(attempt -> state.events.find(attempt.claim().key()).ifPresent(this::cut));
          return granted;
        }
      }

      private void cut(EventRow row) {
        Claim held = row.claim();
        state.events.update(
            row,
            () ->
                row.status =
                    new Status.Processing(
                        held.owner(),
                        held.claimId(),
                        held.leaseEnd().truncatedTo(ChronoUnit.MILLIS)));
      }
    };
  }

  static EventStore batchAllOrNothing(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        Limits.requireBatch(settlements);
        synchronized (state) {
          boolean allHold =
              settlements.stream()
                  .allMatch(
                      settlement ->
                          right.find(settlement.claim().key()).stream()
                              .anyMatch(known -> isNewest(known, settlement)));
          return allHold
              ? right.settle(settlements)
              : settlements.stream().map(WrongRuns::superseded).toList();
        }
      }

      private boolean isNewest(EventRecord known, Settlement settlement) {
        return known.newestToken() == settlement.claim().token().value();
      }
    };
  }

  private static SettleAnswer superseded(Settlement settlement) {
    return new SettleAnswer.Superseded(settlement.claim().token().value() + 1);
  }

  static EventStore reopenedForEver(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public InterventionAnswer intervene(EventKey key, Intervention intervention) {
        return right.intervene(
            key,
            intervention instanceof Intervention.Redelivery again
                ? new Intervention.Redelivery(again.id(), Integer.MAX_VALUE, again.keyWindow())
                : intervention);
      }
    };
  }

  /** A replay puts a second event in the place of the first. */
  static EventStore replayedAsNew(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public InterventionAnswer intervene(EventKey key, Intervention intervention) {
        synchronized (state) {
          return state
              .events
              .find(key)
              .filter(row -> intervention instanceof Intervention.Replay)
              .filter(row -> row.state() == EventState.COMPLETE && row.payload != null)
              .map(row -> startOver(row, intervention.id()))
              .orElseGet(() -> right.intervene(key, intervention));
        }
      }

      private InterventionAnswer startOver(EventRow row, UUID id) {
        Arrival arrival =
            new Arrival(
                id,
                row.key,
                row.type,
                row.lane,
                row.rank,
                row.attributes,
                right.payload(row.key).orElseThrow(),
                new Arrival.Intent.Queue());
        state.events.remove(row);
        right.admit(List.of(arrival));
        return new InterventionAnswer.Done(right.find(row.key).orElseThrow());
      }
    };
  }
}
