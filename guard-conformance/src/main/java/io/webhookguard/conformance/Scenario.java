package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.TemporalUnitOffset;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * One story told to a store: short verbs for arrivals, claims and endings, each of which is written
 * down, so that a failing assertion shows what led to it.
 *
 * <p>Names of events are their ids in {@link #ROUTE} without a scope. Not for use by many threads,
 * but for {@link #newId}, {@link #store} and {@link #secondClient}.
 */
public final class Scenario {

  /** How long claims are good for. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** The route of all events that say no other. */
  public static final Route ROUTE = Route.main("shop");

  /** The node that claims. */
  public static final String OWNER = "node-a";

  /** The node that takes over. */
  public static final String RESCUER = "node-b";

  /** Who answers for interventions. */
  static final Intervention.Authority OPERATOR =
      new Intervention.Authority("ops@example.com", "the shop is back");

  /**
   * How many claim calls find every due head, and how many recoveries every ended lease (ES-14).
   */
  static final int CALLS_TO_FIND_ALL = 64;

  /** How many claims a recovery asks for that says no other number. */
  private static final int TAKEN_AT_ONCE = 10;

  /** More calls than any story needs to purge all that is past its retention. */
  private static final int MAX_PURGES = 100;

  private static final long ID_SPACE = 0x6775_6172_6400_4000L;

  private final StoreHarness harness;
  private final AtomicLong ids = new AtomicLong();
  private @Nullable GuardStore secondClient;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  Scenario(StoreHarness harness) {
    this.harness = harness;
  }

  // What there is.

  /** The store under test. */
  public GuardStore store() {
    return harness.store();
  }

  /** Its events. */
  public EventStore events() {
    return harness.store().events();
  }

  /** The other client of the same data, the same one throughout the story. */
  public synchronized GuardStore secondClient() {
    GuardStore known = secondClient;
    if (known == null) {
      known = harness.secondClient();
      secondClient = known;
    }
    return known;
  }

  /** Whether the store declares the capability. */
  public boolean has(Capability capability) {
    return harness.capabilities().contains(capability);
  }

  /** An id that this story has not used. */
  public UUID newId() {
    return new UUID(ID_SPACE, ids.incrementAndGet() | Long.MIN_VALUE);
  }

  /** The key of an event of {@link #ROUTE}. */
  public EventKey key(String id) {
    return new EventKey(ROUTE, "", id);
  }

  /** A new delivery of the event. */
  public Draft event(String id) {
    return Draft.of(newId(), key(id));
  }

  // Time.

  /** The store's now. */
  public Instant now() {
    return store().doctor().examine().now();
  }

  /** Moves the store's clock. */
  public void advance(Duration by) {
    harness.advance(by);
    tell("the clock moves by " + by);
  }

  /** The smallest step of time. */
  public Duration precision() {
    return harness.precision();
  }

  /** As exact as the store keeps time. */
  public TemporalUnitOffset exactly() {
    TemporalUnit nanos = ChronoUnit.NANOS;
    return within(harness.precision().toNanos(), nanos);
  }

  /** Kills the store's process and starts it again. */
  public void restart() {
    harness.restart();
    tell("the process is killed and started again");
  }

  // The story.

  /** Adds a line. */
  public void tell(String line) {
    lines.add(line);
  }

  /** Leaves out what has nothing to do with what comes. */
  void forget() {
    lines.clear();
  }

  /** All that happened, for the description of an assertion. */
  public Description story() {
    return story("");
  }

  /** All that happened, and what must hold now. */
  public Description story(String claim) {
    return new Description() {
      @Override
      public String value() {
        return String.join("\n  ", "after", String.join("\n  ", lines), claim);
      }
    };
  }

  // Admission.

  /** Admits one arrival. */
  public Admission admit(Draft draft) {
    return admitAll(List.of(draft)).get(0);
  }

  /** Admits a batch. */
  public List<Admission> admitAll(List<Draft> drafts) {
    List<Arrival> arrivals = drafts.stream().map(Draft::arrival).toList();
    List<Admission> answers = events().admit(arrivals);
    assertThat(answers).as(story("one answer for each arrival")).hasSameSizeAs(drafts);
    for (int i = 0; i < Math.min(answers.size(), 10); i++) {
      tell("admit " + drafts.get(i) + " → " + nameOf(answers.get(i)));
    }
    return answers;
  }

  /** Admits a new event that waits. */
  public EventRecord queued(Draft draft) {
    assertThat(admit(draft)).as(story("it is new")).isInstanceOf(Admission.Queued.class);
    return record(draft.key());
  }

  /** Admits a new event and claims it at once. */
  public Attempt started(Draft draft) {
    Admission answer = admit(draft.toClaim());
    assertThat(answer).as(story("it may run")).isInstanceOf(Admission.Claimed.class);
    return ((Admission.Claimed) answer).attempt();
  }

  /** As {@link #started(Draft)}, for an event without a lane. */
  public Attempt started(String id) {
    return started(event(id));
  }

  // Claims.

  /** A wish for due heads of {@link #ROUTE} under a new claim id. */
  public ClaimRequest heads(int limit) {
    return new ClaimRequest(
        OWNER, newId(), LEASE, new ClaimRequest.Selection.DueHeads(Set.of(ROUTE), limit));
  }

  /** A wish for one event under a new claim id. */
  public ClaimRequest one(EventKey key) {
    return new ClaimRequest(OWNER, newId(), LEASE, new ClaimRequest.Selection.One(key));
  }

  /** Claims as asked. */
  public List<Attempt> claim(ClaimRequest request) {
    List<Attempt> granted = events().claim(request);
    tell("claim " + request.selection() + " → " + namesOf(granted));
    return granted;
  }

  /** Claims this one event, if it may run. */
  public List<Attempt> claim(EventKey key) {
    return claim(one(key));
  }

  /** Claims this one event, which must be allowed to run. */
  public Attempt run(String id) {
    List<Attempt> granted = claim(key(id));
    assertThat(granted).as(story(id + " may run")).hasSize(1);
    return granted.get(0);
  }

  /** Claims all due heads of {@link #ROUTE}, in as many calls as a store may need. */
  public List<Attempt> claimAll() {
    List<Attempt> found = new ArrayList<>();
    for (int i = 0; i < CALLS_TO_FIND_ALL; i++) {
      found.addAll(events().claim(heads(1_000)));
    }
    tell("claim all due heads → " + namesOf(found));
    return found;
  }

  /** The ids of the events that could be claimed now, all of which then are. */
  public List<String> runnable() {
    return claimAll().stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }

  /** A wish to take over lapsed claims of {@link #ROUTE} under a new claim id. */
  public RecoverRequest lapsed(int limit) {
    return new RecoverRequest(RESCUER, newId(), LEASE, Set.of(ROUTE), limit);
  }

  /** Takes over as asked. */
  public List<Attempt> recover(RecoverRequest request) {
    List<Attempt> taken = events().recover(request);
    tell("recover → " + namesOf(taken));
    return taken;
  }

  /** Takes over until something is taken, in as many calls as a store may need. */
  public List<Attempt> recoverSome() {
    return recoverSome(events());
  }

  /** As {@link #recoverSome()}, by this client of the store. */
  List<Attempt> recoverSome(EventStore client) {
    List<Attempt> taken = List.of();
    for (int i = 0; i < CALLS_TO_FIND_ALL && taken.isEmpty(); i++) {
      taken = client.recover(lapsed(TAKEN_AT_ONCE));
    }
    tell("recover until something is taken → " + namesOf(taken));
    return taken;
  }

  /** Takes over all lapsed claims of {@link #ROUTE}, in as many calls as a store may need. */
  List<Attempt> recoverAll() {
    List<Attempt> taken = new ArrayList<>();
    for (int i = 0; i < CALLS_TO_FIND_ALL; i++) {
      taken.addAll(events().recover(lapsed(TAKEN_AT_ONCE)));
    }
    tell("recover all lapsed claims → " + namesOf(taken));
    return taken;
  }

  /** The wish that {@link #recoverSome()} made when it took this claim. */
  RecoverRequest wishFor(Attempt taken) {
    return new RecoverRequest(
        RESCUER, taken.claim().claimId(), LEASE, Set.of(ROUTE), TAKEN_AT_ONCE);
  }

  /** Lets the lease end and has the one lapsed claim taken over. */
  public Attempt takenOver() {
    advance(LEASE);
    List<Attempt> taken = recoverSome();
    assertThat(taken).as(story("the lapsed claim is taken over")).hasSize(1);
    return taken.get(0);
  }

  /** Renews one claim. */
  public RenewAnswer renew(Claim claim, Duration lease) {
    RenewAnswer answer = events().renew(List.of(claim), lease).get(0);
    tell("renew " + claim.key() + " under " + claim.token() + " → " + nameOf(answer));
    return answer;
  }

  // Endings.

  /** Settles as asked, whatever the answer. */
  public SettleAnswer settle(Settlement settlement) {
    SettleAnswer answer = events().settle(List.of(settlement)).get(0);
    tell(describe(settlement) + " → " + nameOf(answer));
    return answer;
  }

  /** Settles, which must take effect. */
  public EventRecord settled(Settlement settlement) {
    assertThat(settle(settlement))
        .as(story("the claim is current"))
        .isInstanceOf(SettleAnswer.Settled.class);
    return record(settlement.claim().key());
  }

  /** A new event that failed for this reason. */
  public EventRecord failed(String id, FailureReason reason) {
    return settled(Ending.fail(started(id), reason));
  }

  /** A new event that a person gave up. */
  public EventRecord cancelled(String id) {
    EventRecord waiting = queued(event(id));
    return done(waiting.key(), discard());
  }

  /** A new event in this state. */
  public EventRecord inState(String id, EventState state) {
    return switch (state) {
      case PENDING -> queued(event(id));
      case PROCESSING -> record(started(id).claim().key());
      case COMPLETE -> settled(Ending.complete(started(id)));
      case FAILED -> failed(id, FailureReason.PERMANENT);
    };
  }

  // Interventions.

  /** A redelivery with a wide window. */
  public Intervention redelivery(int maxReopenings) {
    return new Intervention.Redelivery(newId(), maxReopenings, Duration.ofHours(20));
  }

  /** A person's retry. */
  public Intervention retry() {
    return new Intervention.Retry(newId(), OPERATOR);
  }

  /** A person's confirmation. */
  public Intervention confirm() {
    return new Intervention.Confirm(newId(), OPERATOR, Ending.RESPONSE);
  }

  /** A person's discarding. */
  public Intervention discard() {
    return new Intervention.Discard(newId(), OPERATOR);
  }

  /** A person's replay. */
  public Intervention replay() {
    return new Intervention.Replay(newId(), OPERATOR);
  }

  /** A person has the payload removed. */
  public Intervention erase() {
    return new Intervention.Erase(newId(), OPERATOR);
  }

  /** Intervenes, whatever the answer. */
  public InterventionAnswer intervene(EventKey key, Intervention intervention) {
    InterventionAnswer answer = events().intervene(key, intervention);
    String name = intervention.getClass().getSimpleName();
    tell("intervene " + name + " on " + key + " → " + nameOf(answer));
    return answer;
  }

  /** Intervenes, which must take effect. */
  public EventRecord done(EventKey key, Intervention intervention) {
    InterventionAnswer answer = intervene(key, intervention);
    assertThat(answer).as(story("it is allowed")).isInstanceOf(InterventionAnswer.Done.class);
    return ((InterventionAnswer.Done) answer).record();
  }

  // Reading.

  /** The event, which must be known. */
  public EventRecord record(EventKey key) {
    return events()
        .find(key)
        .orElseThrow(() -> new AssertionError(story(key + " is known").value()));
  }

  /** All that can be seen of the event. */
  Snapshot snapshot(EventKey key) {
    return new Snapshot(events().find(key), events().payload(key), entries(key));
  }

  /** The event's ledger entries. */
  public List<LedgerEntry> entries(EventKey key) {
    return store().ledger().entries(key);
  }

  /** What was decided about the event, oldest first. */
  public List<DecisionKind> decisions(EventKey key) {
    return entries(key).stream().map(LedgerEntry::kind).toList();
  }

  /** The newest ledger entry of the event. */
  public LedgerEntry newestEntry(EventKey key) {
    List<LedgerEntry> entries = entries(key);
    assertThat(entries).as(story("the ledger knows " + key)).isNotEmpty();
    return entries.get(entries.size() - 1);
  }

  /** Purges until nothing is left to purge, and adds up what went. */
  public Purged purge(Retention retention) {
    int payloads = 0;
    int tombstones = 0;
    Purged purged = new Purged(1, 0);
    for (int i = 0; i < MAX_PURGES && purged.payloads() + purged.tombstones() > 0; i++) {
      purged = events().purge(retention, 100);
      payloads += purged.payloads();
      tombstones += purged.tombstones();
    }
    tell("purge → " + payloads + " payloads, " + tombstones + " tombstones");
    return new Purged(payloads, tombstones);
  }

  private static String describe(Settlement settlement) {
    String kind = settlement.getClass().getSimpleName();
    return kind + " " + settlement.claim().key() + " under " + settlement.claim().token();
  }

  private static String nameOf(Object answer) {
    return answer.getClass().getSimpleName();
  }

  private static List<String> namesOf(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> attempt.claim().key().eventId() + " under " + attempt.claim().token())
        .toList();
  }
}
