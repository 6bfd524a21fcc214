package io.webhookguard.store.redis;

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

/** The port: checks limits and hands over to the family of rules at hand. */
final class RedisEventStore implements EventStore {

  private final Admissions admissions;
  private final Claims claims;
  private final Settlements settlements;
  private final Interventions interventions;
  private final Reads reads;
  private final Purge purge;

  RedisEventStore(Data data) {
    this.admissions = new Admissions(data);
    this.claims = new Claims(data);
    this.settlements = new Settlements(data);
    this.reads = new Reads(data);
    this.interventions = new Interventions(data, reads);
    this.purge = new Purge(data);
  }

  @Override
  public List<Admission> admit(List<Arrival> arrivals) {
    Limits.requireBatch(arrivals);
    return arrivals.isEmpty() ? List.of() : admissions.admit(arrivals);
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    return claims.claim(request);
  }

  @Override
  public List<Attempt> claims(UUID claimId) {
    return claims.claims(claimId);
  }

  @Override
  public List<SettleAnswer> settle(List<Settlement> batch) {
    Limits.requireBatch(batch);
    return batch.isEmpty() ? List.of() : settlements.settle(batch);
  }

  @Override
  public List<RenewAnswer> renew(List<Claim> batch, Duration lease) {
    Limits.requireBatch(batch);
    return batch.isEmpty() ? List.of() : claims.renew(batch, lease);
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    return claims.recover(request);
  }

  @Override
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return interventions.intervene(key, intervention);
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
    return purge.purge(retention, Math.min(limit, Limits.MAX_BATCH));
  }
}
