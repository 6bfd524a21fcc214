package com.example.filestore;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who may run an event, and for how long: rules ES-10 to ES-16 and ES-30 to ES-33. */
final class Claims {

  private final Table table;

  Claims(Table table) {
    this.table = table;
  }

  List<Attempt> claim(ClaimRequest request) {
    List<Attempt> earlier = current(request.claimId());
    if (!earlier.isEmpty()) {
      return earlier;
    }
    Instant now = table.now();
    List<Row> wanted =
        request
            .selection()
            .match(
                heads ->
                    due(now)
                        .filter(row -> heads.routes().contains(row.key.route()))
                        .limit(heads.limit())
                        .toList(),
                one -> due(one.key(), now));
    return saveEach(
        wanted, row -> grant(row, request.owner(), request.claimId(), request.lease(), now));
  }

  /** The claims that were granted under the id and are still current. */
  List<Attempt> current(UUID claimId) {
    return table
        .all()
        .filter(
            row -> row.status instanceof Status.Processing held && held.claimId().equals(claimId))
        .sorted(Comparator.comparingLong(row -> row.newestToken))
        .map(Row::attempt)
        .toList();
  }

  /** The longest due first. */
  private Stream<Row> due(Instant now) {
    return table
        .all()
        .filter(row -> row.is(EventState.PENDING) && !dueAt(row).isAfter(now))
        .sorted(Comparator.comparing(Claims::dueAt).thenComparingLong(row -> row.admission));
  }

  private List<Row> due(EventKey key, Instant now) {
    return table.find(key).stream()
        .filter(row -> row.is(EventState.PENDING) && !dueAt(row).isAfter(now))
        .toList();
  }

  private static Instant dueAt(Row row) {
    return ((Status.Pending) row.status).dueAt();
  }

  private static Instant leaseEnd(Row row) {
    return ((Status.Processing) row.status).leaseEnd();
  }

  /** Makes a copy of a PENDING row the owner's to run. */
  void grant(Row row, String owner, UUID claimId, Duration lease, Instant now) {
    hold(row, owner, claimId, lease, now);
    row.attempts++;
    if (row.windowStart == null) {
      row.windowStart = now;
      row.windowToken = row.newestToken;
    }
    table.writeAttempt(row, now, DecisionKind.STARTED, owner, "");
  }

  List<Attempt> recover(RecoverRequest request) {
    List<Attempt> earlier = current(request.claimId());
    if (!earlier.isEmpty()) {
      return earlier;
    }
    Instant now = table.now();
    List<Row> lapsed =
        table
            .all()
            .filter(row -> row.is(EventState.PROCESSING) && !leaseEnd(row).isAfter(now))
            .filter(row -> request.routes().contains(row.key.route()))
            .sorted(Comparator.comparing(Claims::leaseEnd))
            .limit(request.limit())
            .toList();
    return saveEach(lapsed, row -> takeOver(row, request, now));
  }

  private List<Attempt> saveEach(List<Row> rows, Consumer<Row> change) {
    List<Attempt> attempts = new ArrayList<>();
    for (Row seen : rows) {
      Row row = seen.copy();
      change.accept(row);
      table.save(row);
      attempts.add(row.attempt());
    }
    return List.copyOf(attempts);
  }

  private void takeOver(Row row, RecoverRequest request, Instant now) {
    String from = "from " + ((Status.Processing) row.status).owner();
    hold(row, request.owner(), request.claimId(), request.lease(), now);
    row.inDoubt = true;
    table.writeAttempt(row, now, DecisionKind.RECOVERED, request.owner(), from);
  }

  /** Every claim, taken over or not, has a token greater than all before it. */
  private void hold(Row row, String owner, UUID claimId, Duration lease, Instant now) {
    row.newestToken = table.nextToken().value();
    row.status = new Status.Processing(owner, claimId, now.plus(lease));
    row.startedAt = now;
  }

  RenewAnswer renew(Claim claim, Duration lease) {
    Optional<Row> known = table.find(claim.key());
    if (known.isEmpty() || !known.get().isHeldUnder(claim.token())) {
      return new RenewAnswer.Superseded(known.map(row -> row.newestToken).orElse(0L));
    }
    Row row = known.get().copy();
    Status.Processing held = (Status.Processing) row.status;
    row.status = new Status.Processing(held.owner(), held.claimId(), table.now().plus(lease));
    table.save(row);
    return new RenewAnswer.Renewed(row.attempt().claim());
  }
}
