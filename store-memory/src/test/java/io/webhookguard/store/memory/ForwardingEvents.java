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

/** Hands every call to a right store: what a wrong one overrides is what is wrong with it. */
class ForwardingEvents implements EventStore {

  final EventStore right;

  ForwardingEvents(EventStore right) {
    this.right = right;
  }

  @Override
  public List<Admission> admit(List<Arrival> arrivals) {
    return right.admit(arrivals);
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    return right.claim(request);
  }

  @Override
  public List<Attempt> claims(UUID claimId) {
    return right.claims(claimId);
  }

  @Override
  public List<SettleAnswer> settle(List<Settlement> settlements) {
    return right.settle(settlements);
  }

  @Override
  public List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    return right.renew(claims, lease);
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    return right.recover(request);
  }

  @Override
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return right.intervene(key, intervention);
  }

  @Override
  public Optional<EventRecord> find(EventKey key) {
    return right.find(key);
  }

  @Override
  public Optional<Payload> payload(EventKey key) {
    return right.payload(key);
  }

  @Override
  public EventPage search(EventQuery query, PageRequest page) {
    return right.search(query, page);
  }

  @Override
  public Purged purge(Retention retention, int limit) {
    return right.purge(retention, limit);
  }
}
