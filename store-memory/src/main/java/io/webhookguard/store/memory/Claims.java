package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who may run an event, and for how long (ES-10 to ES-16, ES-30 to ES-33). */
final class Claims {

  private final StoreState state;

  Claims(StoreState state) {
    this.state = state;
  }

  List<Attempt> claim(ClaimRequest request) {
    List<Attempt> earlier = current(request.claimId());
    if (!earlier.isEmpty()) {
      return earlier;
    }
    Instant now = state.now();
    List<EventRow> wanted =
        request
            .selection()
            .match(
                heads -> dueHeads(heads.routes(), heads.limit(), now),
                one -> dueHead(one.key(), now));
    wanted.forEach(row -> grant(row, request.owner(), request.claimId(), request.lease(), now));
    return attempts(wanted);
  }

  /** The claims that were granted under the id and are still current (ES-13). */
  List<Attempt> current(UUID claimId) {
    return attempts(state.events.claimedUnder(claimId));
  }

  /** At most one of a lane is its head, so that no two of the list share one. */
  private List<EventRow> dueHeads(Set<Route> routes, int limit, Instant now) {
    return state
        .events
        .due(now)
        .filter(row -> routes.contains(row.key.route()))
        .filter(state.events::isHead)
        .limit(limit)
        .toList();
  }

  private List<EventRow> dueHead(EventKey key, Instant now) {
    return state.events.find(key).stream()
        .filter(row -> isDue(row, now))
        .filter(state.events::isHead)
        .toList();
  }

  private static boolean isDue(EventRow row, Instant now) {
    return row.status instanceof Status.Pending pending && !pending.dueAt().isAfter(now);
  }

  /** Makes a PENDING event the owner's to run. */
  void grant(EventRow row, String owner, UUID claimId, Duration lease, Instant now) {
    hold(row, owner, claimId, lease, now);
    row.attempts++;
    if (row.windowStart == null) {
      row.windowStart = now;
      row.windowToken = row.newestToken;
    }
    state.journal.writeAttempt(row, now, DecisionKind.STARTED, owner, "");
  }

  List<Attempt> recover(RecoverRequest request) {
    List<Attempt> earlier = current(request.claimId());
    if (!earlier.isEmpty()) {
      return earlier;
    }
    Instant now = state.now();
    List<EventRow> lapsed =
        state
            .events
            .lapsed(now)
            .filter(row -> request.routes().contains(row.key.route()))
            .limit(request.limit())
            .toList();
    lapsed.forEach(row -> takeOver(row, request, now));
    return attempts(lapsed);
  }

  private void takeOver(EventRow row, RecoverRequest request, Instant now) {
    String from = "from " + row.claim().owner();
    hold(row, request.owner(), request.claimId(), request.lease(), now);
    row.inDoubt = true;
    state.journal.writeAttempt(row, now, DecisionKind.RECOVERED, request.owner(), from);
  }

  /** Every claim, taken over or not, has a token greater than all before it (ES-12). */
  private void hold(EventRow row, String owner, UUID claimId, Duration lease, Instant now) {
    state.events.update(
        row,
        () -> {
          row.newestToken = state.nextToken().value();
          row.status = new Status.Processing(owner, claimId, now.plus(lease));
          row.holdsLane = !row.lane.isNone();
        });
    row.startedAt = now;
  }

  List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    Instant now = state.now();
    List<RenewAnswer> answers = new ArrayList<>(claims.size());
    claims.forEach(claim -> answers.add(renew(claim, now.plus(lease))));
    return answers;
  }

  private RenewAnswer renew(Claim claim, Instant leaseEnd) {
    Optional<EventRow> known = state.events.find(claim.key());
    if (known.isEmpty()) {
      return new RenewAnswer.Superseded(0);
    }
    EventRow row = known.get();
    if (!row.isHeldUnder(claim.token())) {
      return new RenewAnswer.Superseded(row.newestToken);
    }
    Claim held = row.claim();
    state.events.update(
        row, () -> row.status = new Status.Processing(held.owner(), held.claimId(), leaseEnd));
    return new RenewAnswer.Renewed(row.claim());
  }

  private static List<Attempt> attempts(List<EventRow> rows) {
    return rows.stream().map(EventRow::attempt).toList();
  }
}
