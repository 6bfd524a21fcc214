package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The port in SQL: checks limits and hands over to the family of rules at hand.
 *
 * <p>What a batch means is said once, in {@link EventStore}; what it costs, each store says for
 * itself.
 */
public final class SqlEventStore implements EventStore {

  private final SqlReads reads;
  private final Writes writes;

  /**
   * What a dialect does itself. A list that it gets is within the limits and never empty.
   *
   * @param purge is given a limit of 1 to {@link Limits#MAX_BATCH}
   */
  public record Writes(
      Function<List<Arrival>, List<Admission>> admit,
      Function<ClaimRequest, List<Attempt>> claim,
      Function<List<Settlement>, List<SettleAnswer>> settle,
      BiFunction<List<Claim>, Duration, List<RenewAnswer>> renew,
      Function<RecoverRequest, List<Attempt>> recover,
      BiFunction<EventKey, Intervention, InterventionAnswer> intervene,
      BiFunction<Retention, Integer, Purged> purge) {}

  /** The events of one store. */
  public SqlEventStore(SqlReads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public List<Admission> admit(List<Arrival> arrivals) {
    Limits.requireBatch(arrivals);
    return arrivals.isEmpty() ? List.of() : writes.admit().apply(arrivals);
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    return writes.claim().apply(request);
  }

  @Override
  public List<Attempt> claims(UUID claimId) {
    return reads.claims(claimId);
  }

  @Override
  public List<SettleAnswer> settle(List<Settlement> settlements) {
    Limits.requireBatch(settlements);
    return settlements.isEmpty() ? List.of() : List.copyOf(writes.settle().apply(settlements));
  }

  @Override
  public List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    Limits.requireBatch(claims);
    return claims.isEmpty() ? List.of() : List.copyOf(writes.renew().apply(claims, lease));
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    return writes.recover().apply(request);
  }

  @Override
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return writes.intervene().apply(key, intervention);
  }

  @Override
  public Optional<EventRecord> find(EventKey key) {
    return reads.find(key);
  }

  @Override
  public Optional<Payload> payload(EventKey key) {
    return reads.payload(key);
  }

  @Override
  public EventPage search(EventQuery query, PageRequest page) {
    return reads.search(query, page);
  }

  @Override
  public Purged purge(Retention retention, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of a purge is at least 1, got " + limit);
    }
    return writes.purge().apply(retention, Math.min(limit, Limits.MAX_BATCH));
  }
}
