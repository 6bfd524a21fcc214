package io.webhookguard.store.memory;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How events come in (ES-1 to ES-9). Guarded by the store's monitor. */
final class Admissions {

  private final StoreState state;
  private final Claims claims;

  Admissions(StoreState state, Claims claims) {
    this.state = state;
    this.claims = claims;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    Instant now = state.now();
    List<Admission> answers = new ArrayList<>(arrivals.size());
    Set<EventKey> seen = new HashSet<>();
    for (Arrival arrival : arrivals) {
      boolean repeatedInBatch = !seen.add(arrival.key());
      Optional<EventRow> known = state.events.find(arrival.key());
      if (known.isEmpty()) {
        answers.add(admitNew(arrival, now));
      } else if (known.get().deliveryId.equals(arrival.deliveryId()) && !repeatedInBatch) {
        answers.add(firstAnswer(known.get()));
      } else {
        answers.add(recognise(known.get(), arrival));
      }
    }
    return answers;
  }

  private Admission admitNew(Arrival arrival, Instant now) {
    EventRow row = state.events.add(arrival, now);
    return arrival
        .intent()
        .match(
            queue -> received(row, now, LedgerEntry.GUARD),
            claim -> claimed(row, claim, now),
            ignore -> ignored(row, ignore, now));
  }

  private Admission received(EventRow row, Instant now, String actor) {
    state.journal.write(row, now, DecisionKind.RECEIVED, actor, row.type);
    return new Admission.Queued();
  }

  /** Somebody else in the lane means "later", never "duplicate" (LN-4, LN-5). */
  private Admission claimed(EventRow row, Arrival.Intent.Claim wish, Instant now) {
    Admission queued = received(row, now, wish.owner());
    if (!state.events.isAlone(row)) {
      return queued;
    }
    claims.grant(row, wish.owner(), wish.claimId(), wish.lease(), now);
    row.tokenAtFirst = row.newestToken;
    return new Admission.Claimed(row.attempt());
  }

  private Admission ignored(EventRow row, Arrival.Intent.Ignore wish, Instant now) {
    String why = wish.reason().name().toLowerCase(Locale.ROOT);
    state.journal.write(row, now, DecisionKind.IGNORED, LedgerEntry.GUARD, why);
    state.events.update(
        row, () -> row.status = new Status.Complete(now, Completion.IGNORED, Response.EMPTY));
    row.ignoredAtFirst = true;
    return new Admission.Ignored();
  }

  /** The answer to a delivery that is sent again because its reply was lost (ES-4). */
  private static Admission firstAnswer(EventRow row) {
    if (row.ignoredAtFirst) {
      return new Admission.Ignored();
    }
    return row.tokenAtFirst > 0 && row.isHeldUnder(new FencingToken(row.tokenAtFirst))
        ? new Admission.Claimed(row.attempt())
        : new Admission.Queued();
  }

  private static Admission recognise(EventRow row, Arrival arrival) {
    return row.payloadSha256.equals(arrival.payload().sha256())
        ? new Admission.Duplicate(row.toRecord())
        : new Admission.Conflict(row.toRecord());
  }
}
