package com.example.filestore;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The port of events: reads and purges itself, hands each kind of change to its class. */
final class FileEvents implements EventStore {

  private static final String CURSOR_TAG = "file-";

  private final Table table;
  private final Admissions admissions;
  private final Claims claims;
  private final Settlements settlements;
  private final Interventions interventions;

  FileEvents(Table table) {
    this.table = table;
    this.claims = new Claims(table);
    this.admissions = new Admissions(table, claims);
    this.settlements = new Settlements(table);
    this.interventions = new Interventions(table);
  }

  @Override
  public List<Admission> admit(List<Arrival> arrivals) {
    Limits.requireBatch(arrivals);
    return table.call(() -> admissions.admit(arrivals));
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    return table.call(() -> claims.claim(request));
  }

  @Override
  public List<Attempt> claims(UUID claimId) {
    return table.call(() -> claims.current(claimId));
  }

  @Override
  public List<SettleAnswer> settle(List<Settlement> batch) {
    Limits.requireBatch(batch);
    return table.call(() -> batch.stream().map(settlements::settle).toList());
  }

  @Override
  public List<RenewAnswer> renew(List<Claim> batch, Duration lease) {
    Limits.requireBatch(batch);
    return table.call(() -> batch.stream().map(claim -> claims.renew(claim, lease)).toList());
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    return table.call(() -> claims.recover(request));
  }

  @Override
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return table.call(() -> interventions.intervene(key, intervention));
  }

  @Override
  public Optional<EventRecord> find(EventKey key) {
    return table.call(() -> table.find(key).map(Row::toRecord));
  }

  @Override
  public Optional<Payload> payload(EventKey key) {
    return table.call(() -> table.find(key).flatMap(row -> Optional.ofNullable(row.payload)));
  }

  @Override
  public EventPage search(EventQuery query, PageRequest page) {
    long before = bound(page.after());
    return table.call(
        () -> {
          List<Row> found =
              table
                  .all()
                  .filter(row -> row.admission < before && matches(row, query))
                  .sorted(Comparator.comparingLong((Row row) -> row.admission).reversed())
                  .limit(page.limit() + 1L)
                  .toList();
          List<Row> shown = found.subList(0, Math.min(found.size(), page.limit()));
          boolean more = found.size() > shown.size();
          return new EventPage(
              shown.stream().map(Row::toRecordWithoutBody).toList(),
              more ? Optional.of(cursor(shown.get(shown.size() - 1))) : Optional.empty());
        });
  }

  private static PageRequest.Cursor cursor(Row last) {
    return new PageRequest.Cursor(CURSOR_TAG + last.admission);
  }

  private static long bound(PageRequest.Cursor after) {
    if (after.equals(PageRequest.Cursor.START)) {
      return Long.MAX_VALUE;
    }
    if (!after.text().matches(CURSOR_TAG + "[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException("this store did not make the cursor of the page");
    }
    return Long.parseLong(after.text().substring(CURSOR_TAG.length()));
  }

  private static boolean matches(Row row, EventQuery query) {
    return query.source().stream().allMatch(row.key.route().source()::equals)
        && query.consumer().stream().allMatch(row.key.route().consumer()::equals)
        && query.state().stream().allMatch(row::is)
        && query.lane().stream().allMatch(row.lane::equals)
        && query.eventId().stream().allMatch(row.key.eventId()::equals);
  }

  /** Tombstones first, then payloads; a dead letter stays however old it is. */
  @Override
  public Purged purge(Retention retention, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of a purge is at least 1, got " + limit);
    }
    return table.call(
        () -> {
          Instant now = table.now();
          List<Row> forgotten =
              settledBefore(now.minus(retention.dedupHorizon()), row -> row.payload == null, limit);
          List<Row> emptied =
              settledBefore(
                  now.minus(retention.payload()),
                  row -> row.payload != null,
                  limit - forgotten.size());
          forgotten.forEach(this::forget);
          emptied.forEach(row -> empty(row, now));
          return new Purged(emptied.size(), forgotten.size());
        });
  }

  private List<Row> settledBefore(Instant time, Predicate<Row> which, int limit) {
    return table
        .all()
        .filter(which)
        .filter(row -> settledAt(row).filter(time::isAfter).isPresent())
        .sorted(Comparator.comparingLong(row -> row.admission))
        .limit(limit)
        .toList();
  }

  private static Optional<Instant> settledAt(Row row) {
    return row.status.match(
        pending -> Optional.empty(),
        processing -> Optional.empty(),
        complete -> Optional.of(complete.at()),
        failed ->
            Optional.of(failed.at()).filter(at -> failed.reason() == FailureReason.CANCELLED));
  }

  /** The entries stay, and with them the file. */
  private void forget(Row seen) {
    Row row = seen.copy();
    row.known = false;
    table.save(row);
  }

  private void empty(Row seen, Instant now) {
    Row row = seen.copy();
    row.empty();
    table.write(row, now, DecisionKind.PURGED, Table.GUARD, "");
    table.save(row);
  }
}
