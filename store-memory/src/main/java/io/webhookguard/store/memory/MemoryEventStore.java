package io.webhookguard.store.memory;

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

/** The port: takes the monitor, checks limits, and hands over to the family of rules at hand. */
final class MemoryEventStore implements EventStore {

  private final StoreState state;
  private final Admissions admissions;
  private final Claims claims;
  private final Settlements settlements;
  private final Interventions interventions;
  private final Search search;
  private final Purge purge;

  MemoryEventStore(StoreState state) {
    this.state = state;
    this.claims = new Claims(state);
    this.admissions = new Admissions(state, claims);
    this.settlements = new Settlements(state);
    this.interventions = new Interventions(state);
    this.search = new Search(state);
    this.purge = new Purge(state);
  }

  @Override
  public List<Admission> admit(List<Arrival> arrivals) {
    Limits.requireBatch(arrivals);
    synchronized (state) {
      return List.copyOf(admissions.admit(arrivals));
    }
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    synchronized (state) {
      return claims.claim(request);
    }
  }

  @Override
  public List<Attempt> claims(UUID claimId) {
    synchronized (state) {
      return claims.current(claimId);
    }
  }

  @Override
  public List<SettleAnswer> settle(List<Settlement> batch) {
    Limits.requireBatch(batch);
    synchronized (state) {
      return List.copyOf(settlements.settle(batch));
    }
  }

  @Override
  public List<RenewAnswer> renew(List<Claim> batch, Duration lease) {
    Limits.requireBatch(batch);
    synchronized (state) {
      return List.copyOf(claims.renew(batch, lease));
    }
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    synchronized (state) {
      return claims.recover(request);
    }
  }

  @Override
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    synchronized (state) {
      return interventions.intervene(key, intervention);
    }
  }

  @Override
  public Optional<EventRecord> find(EventKey key) {
    synchronized (state) {
      return state.events.find(key).map(EventRow::toRecord);
    }
  }

  @Override
  public Optional<Payload> payload(EventKey key) {
    synchronized (state) {
      return state.events.find(key).flatMap(row -> Optional.ofNullable(row.payload));
    }
  }

  @Override
  public EventPage search(EventQuery query, PageRequest page) {
    synchronized (state) {
      return search.search(query, page);
    }
  }

  @Override
  public Purged purge(Retention retention, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of a purge is at least 1, got " + limit);
    }
    synchronized (state) {
      return purge.purge(retention, limit);
    }
  }
}
