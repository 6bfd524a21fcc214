package com.example.filestore;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How events come in: rules ES-1 to ES-9. */
final class Admissions {

  private final Table table;
  private final Claims claims;

  Admissions(Table table, Claims claims) {
    this.table = table;
    this.claims = claims;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    Instant now = table.now();
    List<Admission> answers = new ArrayList<>();
    Set<EventKey> seen = new HashSet<>();
    for (Arrival arrival : arrivals) {
      boolean repeatedInBatch = !seen.add(arrival.key());
      Optional<Row> known = table.find(arrival.key());
      if (known.isEmpty()) {
        answers.add(admitNew(arrival, now));
      } else if (known.get().deliveryId.equals(arrival.deliveryId()) && !repeatedInBatch) {
        answers.add(firstAnswer(known.get()));
      } else {
        answers.add(recognise(known.get(), arrival));
      }
    }
    return List.copyOf(answers);
  }

  /** One save for all of it: the event is there with its entries, and claimed, or not at all. */
  private Admission admitNew(Arrival arrival, Instant now) {
    Row row = new Row(arrival, table.nextPosition(), now);
    table.remains(row.key).ifPresent(remains -> row.entries.addAll(remains.entries));
    Admission answer =
        arrival
            .intent()
            .match(
                queue -> received(row, now, Table.GUARD),
                claim -> claimed(row, claim, now),
                ignore -> ignored(row, ignore, now));
    table.save(row);
    return answer;
  }

  private Admission received(Row row, Instant now, String actor) {
    table.write(row, now, DecisionKind.RECEIVED, actor, row.type);
    return new Admission.Queued();
  }

  private Admission claimed(Row row, Arrival.Intent.Claim wish, Instant now) {
    table.write(row, now, DecisionKind.RECEIVED, wish.owner(), row.type);
    claims.grant(row, wish.owner(), wish.claimId(), wish.lease(), now);
    row.tokenAtFirst = row.newestToken;
    return new Admission.Claimed(row.attempt());
  }

  private Admission ignored(Row row, Arrival.Intent.Ignore wish, Instant now) {
    String why = wish.reason().name().toLowerCase(Locale.ROOT);
    table.write(row, now, DecisionKind.IGNORED, Table.GUARD, why);
    row.status = new Status.Complete(now, Completion.IGNORED, Response.EMPTY);
    row.ignoredAtFirst = true;
    return new Admission.Ignored();
  }

  /** The answer to a delivery that is sent again because its reply was lost. */
  private static Admission firstAnswer(Row row) {
    if (row.ignoredAtFirst) {
      return new Admission.Ignored();
    }
    return row.tokenAtFirst > 0 && row.isHeldUnder(new FencingToken(row.tokenAtFirst))
        ? new Admission.Claimed(row.attempt())
        : new Admission.Queued();
  }

  private static Admission recognise(Row row, Arrival arrival) {
    return row.payloadSha256.equals(arrival.payload().sha256())
        ? new Admission.Duplicate(row.toRecord())
        : new Admission.Conflict(row.toRecord());
  }
}
