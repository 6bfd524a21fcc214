package io.webhookguard.api.store;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps events and decides who may run them: the port on which every promise of the guard rests.
 *
 * <p>The numbered rules of a correct implementation are in {@code docs/contract.md} (ES, LN, LG).
 * In short: every state change and its ledger entry are one atomic, durable write; freshness is
 * decided on the event key alone; only the newest token changes anything; lanes run one event at a
 * time, in order; time is the store's.
 *
 * <p>The hot calls take lists. A list is not a transaction: each item is decided alone, arrivals in
 * list order, and answers stand in the order of the list. At most {@link Limits#MAX_BATCH} items;
 * an empty list is answered by an empty list without a round trip.
 *
 * <p>Every call throws {@link StoreUnavailableException} when it is certain that nothing happened
 * and {@link OutcomeUnknownException} when it is not; after the latter the caller asks again with
 * the same ids, which is always safe. Implementations are safe for use by many threads.
 */
public interface EventStore {

  /** Records events that are new and recognises those that are not. */
  List<Admission> admit(List<Arrival> arrivals);

  /**
   * Grants claims on due events.
   *
   * <p>May grant fewer than asked for, even none while there are due events: a caller that polls
   * finds every due head within a bounded number of calls.
   */
  List<Attempt> claim(ClaimRequest request);

  /** The claims that the call with this id granted and that are still current. */
  List<Attempt> claims(UUID claimId);

  /** Ends attempts. */
  List<SettleAnswer> settle(List<Settlement> settlements);

  /** Makes leases end {@code lease} after the store's now. */
  List<RenewAnswer> renew(List<Claim> claims, Duration lease);

  /**
   * Takes over claims whose lease has ended: each gets a new token, the mark of doubt and this
   * owner, and stays PROCESSING, so that one node alone decides what becomes of it. The attempt
   * number does not grow.
   */
  List<Attempt> recover(RecoverRequest request);

  /** Changes an event outside any attempt. */
  InterventionAnswer intervene(EventKey key, Intervention intervention);

  /** The event as it is. */
  Optional<EventRecord> find(EventKey key);

  /** The event's payload; nothing when the event is unknown or its payload was purged. */
  Optional<Payload> payload(EventKey key);

  /**
   * Lists events, newest admission first.
   *
   * @throws IllegalArgumentException for a cursor that this store did not make
   */
  EventPage search(EventQuery query, PageRequest page);

  /**
   * Removes what is past its retention: at most {@code limit} events per call. COMPLETE and
   * CANCELLED events only; all others stay however old they are.
   */
  Purged purge(Retention retention, int limit);
}
