package io.webhookguard.store.memory;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * Stores that are wrong only while calls overlap: each looks, and writes later what was right when
 * it looked. A single caller cannot tell them from a right one.
 */
enum WrongRace {
  /** A claim is granted on what was due a moment ago. */
  CLAIMS_WHAT_WAS_DUE((right, state) -> SpoiltStore.with(right, claimsWhatWasDue(right, state))),

  /** A renewal writes the lease of a claim that was current a moment ago. */
  RENEWS_WHAT_WAS_HELD((right, state) -> SpoiltStore.with(right, renewsWhatWasHeld(right, state))),

  /** A settlement compares its token, and then writes without it. */
  SETTLES_WHAT_WAS_HELD(
      (right, state) -> SpoiltStore.with(right, settlesWhatWasHeld(right, state))),

  /** A lock that was free a moment ago is taken, whoever has it now. */
  TAKES_LOCKS_THAT_WERE_FREE((right, state) -> SpoiltStore.with(right, locksThatWereFree(right))),

  /** Claims that meet end in an exception that does not say whether anything happened. */
  FAILS_WHERE_CLAIMS_MEET((right, state) -> SpoiltStore.with(right, failsWhereClaimsMeet(right)));

  @SuppressWarnings("ImmutableEnumChecker") // The functions keep no state.
  private final BiFunction<MemoryStore, StoreState, GuardStore> spoiling;

  WrongRace(BiFunction<MemoryStore, StoreState, GuardStore> spoiling) {
    this.spoiling = spoiling;
  }

  /** The store around the state. */
  GuardStore around(StoreState state) {
    return spoiling.apply(new MemoryStore(state), state);
  }

  /** Long enough for another caller to come between. */
  private static void dither() {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
  }

  private static EventStore claimsWhatWasDue(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        List<EventRow> due;
        synchronized (state) {
          if (!right.claims(request.claimId()).isEmpty()) {
            return right.claims(request.claimId());
          }
          due = due(request);
        }
        dither();
        synchronized (state) {
          Claims claims = new Claims(state);
          due.forEach(
              row ->
                  claims.grant(
                      row, request.owner(), request.claimId(), request.lease(), state.now()));
          return due.stream().map(EventRow::attempt).toList();
        }
      }

      private List<EventRow> due(ClaimRequest request) {
        List<EventRow> heads = state.events.due(state.now()).filter(state.events::isHead).toList();
        return request
            .selection()
            .match(
                wanted ->
                    heads.stream()
                        .filter(row -> wanted.routes().contains(row.key.route()))
                        .limit(wanted.limit())
                        .toList(),
                one -> heads.stream().filter(row -> row.key.equals(one.key())).toList());
      }
    };
  }

  private static EventStore failsWhereClaimsMeet(MemoryStore store) {
    AtomicBoolean claiming = new AtomicBoolean();
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        if (!claiming.compareAndSet(false, true)) {
          throw new IllegalStateException("somebody else is claiming");
        }
        try {
          dither();
          return right.claim(request);
        } finally {
          claiming.set(false);
        }
      }
    };
  }

  private static EventStore renewsWhatWasHeld(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
        return claims.stream().map(claim -> renew(claim, lease)).toList();
      }

      private RenewAnswer renew(Claim claim, Duration lease) {
        Optional<EventRow> held = held(state, claim);
        if (held.isEmpty()) {
          return right.renew(List.of(claim), lease).get(0);
        }
        EventRow row = held.get();
        dither();
        synchronized (state) {
          Status renewed =
              new Status.Processing(claim.owner(), claim.claimId(), state.now().plus(lease));
          state.events.update(row, () -> row.status = renewed);
          return new RenewAnswer.Renewed(row.claim());
        }
      }
    };
  }

  private static Optional<EventRow> held(StoreState state, Claim claim) {
    synchronized (state) {
      return state.events.find(claim.key()).filter(row -> row.isHeldUnder(claim.token()));
    }
  }

  private static EventStore settlesWhatWasHeld(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        return settlements.stream().map(this::settle).toList();
      }

      private SettleAnswer settle(Settlement settlement) {
        Optional<EventRow> held = held(state, settlement.claim());
        if (held.isEmpty()) {
          return right.settle(List.of(settlement)).get(0);
        }
        dither();
        synchronized (state) {
          FencingToken newest = new FencingToken(held.get().newestToken);
          return right.settle(List.of(WrongClaims.under(newest, settlement))).get(0);
        }
      }
    };
  }

  private static Lock locksThatWereFree(MemoryStore store) {
    Lock right = store.lock();
    Map<String, Lease> newest = new ConcurrentHashMap<>();
    return new Lock() {
      @Override
      public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
        Optional<Lease> seen = Optional.ofNullable(newest.get(name));
        dither();
        Optional<Lease> granted = right.tryAcquire(name, holder, lease);
        if (granted.isEmpty() && seen.isEmpty()) {
          Optional.ofNullable(newest.get(name)).ifPresent(right::release);
          granted = right.tryAcquire(name, holder, lease);
        }
        granted.ifPresent(current -> newest.put(name, current));
        return granted;
      }

      @Override
      public Renewal renew(Lease lease, Duration duration) {
        return right.renew(lease, duration);
      }

      @Override
      public Release release(Lease lease) {
        return right.release(lease);
      }
    };
  }
}
