package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What can be wrong with claims, takeovers and settlements. */
final class WrongClaims {

  private WrongClaims() {}

  static EventStore settlingWithoutToken(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        Limits.requireBatch(settlements);
        List<SettleAnswer> answers = new ArrayList<>();
        for (Settlement settlement : settlements) {
          Optional<EventRecord> running =
              right
                  .find(settlement.claim().key())
                  .filter(record -> record.state() == EventState.PROCESSING);
          Settlement taken =
              running.map(record -> underNewest(record, settlement)).orElse(settlement);
          answers.addAll(right.settle(List.of(taken)));
        }
        return answers;
      }
    };
  }

  private static Settlement underNewest(EventRecord record, Settlement settlement) {
    return under(new FencingToken(record.newestToken()), settlement);
  }

  /** The settlement as the holder of this token would send it. */
  static Settlement under(FencingToken token, Settlement settlement) {
    Claim old = settlement.claim();
    Claim claim = new Claim(old.key(), old.owner(), old.claimId(), token, old.leaseEnd());
    return settlement.match(
        complete -> new Settlement.Complete(claim, complete.response()),
        retry -> new Settlement.Retry(claim, retry.after(), retry.mark(), retry.problem()),
        doubt -> new Settlement.Doubt(claim, doubt.after(), doubt.problem()),
        fail ->
            new Settlement.Fail(
                claim, fail.reason(), fail.mark(), fail.headOfLine(), fail.problem()),
        release -> new Settlement.Release(claim, release.after(), release.problem()));
  }

  static EventStore refusingRepeats(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        Limits.requireBatch(settlements);
        List<SettleAnswer> answers = new ArrayList<>();
        for (Settlement settlement : settlements) {
          Optional<EventRecord> over =
              right
                  .find(settlement.claim().key())
                  .filter(record -> record.state() != EventState.PROCESSING);
          answers.addAll(
              over.<List<SettleAnswer>>map(
                      record -> List.of(new SettleAnswer.Superseded(record.newestToken())))
                  .orElseGet(() -> right.settle(List.of(settlement))));
        }
        return answers;
      }
    };
  }

  static EventStore recoveringUnderOldToken(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> recover(RecoverRequest request) {
        synchronized (state) {
          List<EventRow> lapsed = state.events.lapsed(state.now()).toList();
          List<Long> tokens = lapsed.stream().map(row -> row.newestToken).toList();
          right.recover(request);
          for (int i = 0; i < lapsed.size(); i++) {
            EventRow row = lapsed.get(i);
            long token = tokens.get(i);
            state.events.update(row, () -> row.newestToken = token);
          }
          return right.claims(request.claimId());
        }
      }
    };
  }

  static EventStore recoveringWithoutDoubt(MemoryStore store, StoreState state) {
    return recoveringAnd(store, state, row -> row.inDoubt = false);
  }

  private static EventStore recoveringAnd(
      MemoryStore store, StoreState state, Consumer<EventRow> spoil) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> recover(RecoverRequest request) {
        synchronized (state) {
          List<Attempt> taken = right.recover(request);
          taken.forEach(attempt -> state.events.find(attempt.claim().key()).ifPresent(spoil));
          return right.claims(request.claimId());
        }
      }
    };
  }

  static EventStore grantingAnew(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        if (right.claims(request.claimId()).isEmpty()) {
          return right.claim(request);
        }
        UUID another = new UUID(request.claimId().getLeastSignificantBits(), System.nanoTime());
        return right.claim(
            new ClaimRequest(request.owner(), another, request.lease(), request.selection()));
      }
    };
  }

  static EventStore judgingByCaller(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
        Limits.requireBatch(claims);
        return claims.stream()
            .map(
                claim ->
                    claim.leaseEnd().isBefore(state.now())
                        ? new RenewAnswer.Superseded(claim.token().value())
                        : right.renew(List.of(claim), lease).get(0))
            .toList();
      }
    };
  }

  static EventStore skippingFailures(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<SettleAnswer> settle(List<Settlement> settlements) {
        return right.settle(settlements.stream().map(WrongClaims::skipped).toList());
      }
    };
  }

  private static Settlement skipped(Settlement settlement) {
    return settlement instanceof Settlement.Fail fail
        ? new Settlement.Fail(
            fail.claim(), fail.reason(), fail.mark(), HeadOfLine.SKIP_DEAD, fail.problem())
        : settlement;
  }

  /** Looks for the claims of the id, and then grants: whoever looked at the same time, too. */
  static EventStore lookingForRepeats(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Attempt> claim(ClaimRequest request) {
        boolean looksNew = right.claims(request.claimId()).isEmpty();
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        if (!looksNew) {
          return right.claim(request);
        }
        synchronized (state) {
          UUID another = new UUID(request.claimId().getLeastSignificantBits(), System.nanoTime());
          List<Attempt> granted =
              right.claim(
                  new ClaimRequest(request.owner(), another, request.lease(), request.selection()));
          granted.forEach(attempt -> claimUnder(state, attempt, request.claimId()));
          return right.claims(request.claimId());
        }
      }
    };
  }

  private static void claimUnder(StoreState state, Attempt attempt, UUID claimId) {
    Claim claim = attempt.claim();
    EventRow row = state.events.find(claim.key()).orElseThrow();
    state.events.update(
        row, () -> row.status = new Status.Processing(claim.owner(), claimId, claim.leaseEnd()));
  }

  /** The next token is the greatest of all rows and one: a row that goes takes its own with it. */
  static EventStore countingTokensByRows(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        synchronized (state) {
          long newest = newestTokenOf(state);
          List<Admission> answers = new ArrayList<>(right.admit(arrivals));
          for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Admission.Claimed claimed) {
              EventRow row = state.events.find(claimed.attempt().claim().key()).orElseThrow();
              if (row.newestToken > newest) {
                newest++;
                renumber(state, row, newest);
                row.tokenAtFirst = newest;
              }
              answers.set(i, new Admission.Claimed(row.attempt()));
            }
          }
          return answers;
        }
      }

      @Override
      public List<Attempt> claim(ClaimRequest request) {
        synchronized (state) {
          if (!right.claims(request.claimId()).isEmpty()) {
            return right.claims(request.claimId());
          }
          long newest = newestTokenOf(state);
          for (Attempt attempt : right.claim(request)) {
            newest++;
            renumber(state, state.events.find(attempt.claim().key()).orElseThrow(), newest);
          }
          return right.claims(request.claimId());
        }
      }
    };
  }

  private static long newestTokenOf(StoreState state) {
    return state.events.all().mapToLong(row -> row.newestToken).max().orElse(0);
  }

  private static void renumber(StoreState state, EventRow row, long token) {
    if (row.windowToken == row.newestToken) {
      row.windowToken = token;
    }
    state.events.update(row, () -> row.newestToken = token);
  }
}
