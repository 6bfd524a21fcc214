package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.store.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a store must know after a row of calls, and what it may answer next.
 *
 * <p>The model is a relation and not another store: a call is judged together with its answer,
 * because stores are free in some things. The values of tokens and positions, the order of claims
 * in an answer, how many of the due heads a call grants (ES-14) and which of the old events a call
 * purges are taken from the answer, if they are allowed; all else is computed and compared.
 *
 * <p>{@link AdmissionRules}, {@link ClaimRules}, {@link SettlementRules}, {@link
 * InterventionRules}, {@link ReadingRules}, {@link StepRules} and {@link LockRules} judge one
 * family of calls each; this class is the state that they share. Not for use by many threads.
 */
final class Model {

  private final Map<EventKey, ModelEvent> events = new HashMap<>();

  /** The greatest token of each event, also of those that were forgotten, and of each lane. */
  private final Map<EventKey, Long> eventTokens = new HashMap<>();

  private final Map<Sha256, Long> laneTokens = new HashMap<>();

  /** The newest lease of each name, and those names that were let go. */
  final Map<String, Lease> leases = new TreeMap<>();

  final Map<String, FencingToken> released = new TreeMap<>();

  final ModelLedger ledger;

  /**
   * The positions that overlapping admissions turned out to get; nothing where calls take turns.
   */
  private final Optional<Map<EventKey, Long>> foreseen;

  private Instant now;
  private boolean wentBack;
  private long admissions;
  private long places;

  /** The model of an empty store. */
  Model(Instant now) {
    this(now, new ModelLedger(), Optional.empty());
  }

  private Model(Instant now, ModelLedger ledger, Optional<Map<EventKey, Long>> foreseen) {
    this.now = now;
    this.ledger = ledger;
    this.foreseen = foreseen;
  }

  /** The same state, to go on from in another way. */
  Model copy() {
    return copy(foreseen);
  }

  /**
   * The same state, for calls that overlap: the order of a lane is then not that in which the model
   * hears of its events, but that of these positions (LN-3 leaves it open).
   */
  Model foreseeing(Map<EventKey, Long> positions) {
    Model copy = copy(Optional.of(Map.copyOf(positions)));
    copy.events.values().stream()
        .filter(event -> event.position != ModelEvent.UNSEEN)
        .forEach(event -> event.place = event.position);
    return copy;
  }

  private Model copy(Optional<Map<EventKey, Long>> positions) {
    Model copy = new Model(now, ledger.copy(), positions);
    events.forEach((key, event) -> copy.events.put(key, new ModelEvent(event)));
    copy.eventTokens.putAll(eventTokens);
    copy.laneTokens.putAll(laneTokens);
    copy.leases.putAll(leases);
    copy.released.putAll(released);
    copy.wentBack = wentBack;
    copy.admissions = admissions;
    copy.places = places;
    return copy;
  }

  /** Equal for models that judge every later call alike. */
  Object essence() {
    Map<EventKey, Object> essences = new HashMap<>();
    events.forEach((key, event) -> essences.put(key, event.essence()));
    return List.of(essences, Map.copyOf(leases), Map.copyOf(released), ledger.essence());
  }

  // Time.

  Instant now() {
    return now;
  }

  /** Whether time alone no longer tells which of two things was first. */
  boolean clockWentBack() {
    return wentBack;
  }

  void advance(Duration by) {
    wentBack |= by.isNegative();
    now = now.plus(by);
  }

  // Events.

  Optional<ModelEvent> find(EventKey key) {
    return Optional.ofNullable(events.get(key));
  }

  /** All events, newest admission first. */
  List<ModelEvent> events() {
    return events.values().stream()
        .sorted(Comparator.comparingLong((ModelEvent event) -> event.admission).reversed())
        .toList();
  }

  List<ModelEvent> claimedUnder(UUID claimId) {
    return events().stream().filter(event -> event.isClaimedUnder(claimId)).toList();
  }

  /** The newest token of the event's claims, as a refusal must name it: 0 if it is not known. */
  long newestToken(EventKey key) {
    return find(key).map(event -> event.newestToken).orElse(0L);
  }

  ModelEvent add(Arrival arrival) {
    ModelEvent event = new ModelEvent(arrival, now, ++admissions, ++places);
    foreseen
        .map(positions -> positions.get(arrival.key()))
        .ifPresent(position -> event.place = position);
    events.put(event.key(), event);
    return event;
  }

  void forget(ModelEvent event) {
    events.remove(event.key());
  }

  /** From here on a difference in an event that no call touches is one of these rules. */
  void expectNoChange() {
    events.values().forEach(event -> event.rule = event.isTerminal() ? "ES-47" : "LG-1");
  }

  // Lanes.

  /** Whether no other event of the lane makes this one wait (LN-4). */
  boolean isLaneFree(ModelEvent event) {
    return others(event).noneMatch(ModelEvent::occupiesLane);
  }

  /** The event that must run before this one, if there is any (LN-2). */
  Optional<ModelEvent> ahead(ModelEvent event) {
    if (event.holdsLane) {
      return Optional.empty();
    }
    return others(event).filter(other -> goesBefore(other, event)).findFirst();
  }

  /** Whether it waits for nothing but time and other events that may run (LN-7). */
  boolean mayEverRun(ModelEvent event) {
    return event.state() == EventState.PENDING
        && others(event).noneMatch(other -> other.holdsLane && other.isTerminal());
  }

  private static boolean goesBefore(ModelEvent other, ModelEvent event) {
    return other.holdsLane
        || (other.state() == EventState.PENDING
            && (other.arrival.rank() < event.arrival.rank()
                || (other.arrival.rank() == event.arrival.rank() && other.place < event.place)));
  }

  private Stream<ModelEvent> others(ModelEvent event) {
    return event.hasLane()
        ? events.values().stream()
            .filter(other -> !other.key().equals(event.key()))
            .filter(other -> other.lane().equals(event.lane()))
        : Stream.empty();
  }

  /** Behind all others of its lane (LN-8). */
  void moveToTail(ModelEvent event, long answeredPosition) {
    if (event.hasLane() && !event.holdsLane) {
      Check.that(
          event.position == ModelEvent.UNSEEN || answeredPosition > event.position,
          "LN-8",
          event.key() + " stays at " + event.position + " instead of going to the tail");
      event.place = foreseen.isPresent() ? answeredPosition : ++places;
      event.position = ModelEvent.UNSEEN;
    }
  }

  // Claims.

  /** Makes the event PROCESSING under a token that must be greater than all before it (ES-12). */
  void hold(ModelEvent event, Grant grant) {
    long token = grant.token().value();
    long newest =
        Math.max(
            eventTokens.getOrDefault(event.key(), 0L),
            event.lane().map(lane -> laneTokens.getOrDefault(lane, 0L)).orElse(0L));
    Check.that(
        token > newest,
        "ES-12",
        "the token " + token + " of " + event.key() + " is not greater than " + newest);
    eventTokens.put(event.key(), token);
    event.lane().ifPresent(lane -> laneTokens.put(lane, token));
    event.newestToken = token;
    event.status = new Status.Processing(grant.owner(), grant.claimId(), now.plus(grant.lease()));
    event.holdsLane = event.hasLane();
    event.startedAt = now;
  }

  /** A new attempt begins (ES-10, ES-16). */
  void start(ModelEvent event, Grant grant) {
    hold(event, grant);
    event.attempts++;
    if (event.windowStart == null) {
      event.windowStart = now;
      event.windowToken = event.newestToken;
    }
    ledger.attempt(event, now, DecisionKind.STARTED, grant.owner());
  }

  /** The terms of a claim: the caller's wish, and the token that the store chose. */
  record Grant(String owner, UUID claimId, Duration lease, FencingToken token) {}

  // What is seen.

  /** Compares what a call showed of an event. */
  void seen(EventRecord actual) {
    compare(actual, false);
  }

  /** Compares what a list showed of an event. */
  void listed(EventRecord actual) {
    compare(actual, true);
  }

  private void compare(EventRecord actual, boolean bare) {
    ModelEvent event =
        find(actual.key())
            .orElseThrow(
                () ->
                    Disagreement.between(
                        "ES-50", "an event that is not there", "nothing", actual.key()));
    EventRecord full = event.record(actual.position());
    EventRecord expected = bare ? ModelEvent.withoutBody(full) : full;
    List<String> differences = Check.differences(expected, actual);
    if (!differences.isEmpty()) {
      String what = "the " + String.join(" and ", differences) + " of " + actual.key();
      throw Disagreement.between(ruleOf(event, differences), what, expected, actual);
    }
    comparePosition(event, actual.position());
  }

  private static String ruleOf(ModelEvent event, List<String> differences) {
    Set<String> fixed = Set.of("key", "type", "lane", "payloadSha256", "receivedAt");
    if (differences.stream().allMatch(fixed::contains)) {
      return "ES-9";
    }
    return switch (differences.get(0)) {
      case "holdsLane" -> event.state() == EventState.FAILED ? "LN-7" : "LN-6";
      case "newestToken" -> differences.size() == 1 ? "ES-12" : event.rule;
      case "windowStart" -> "ES-16";
      default -> event.rule;
    };
  }

  /** Positions have any values, but stand in the order of the lane and stay while nothing moves. */
  private void comparePosition(ModelEvent event, long position) {
    if (!event.hasLane() || event.isIgnored()) {
      return;
    }
    String rule = event.generation == 1 && event.attempts == 0 ? "LN-3" : "LN-8";
    if (foreseen.isPresent()) {
      Check.equal(rule, () -> "the position of " + event.key(), event.place, position);
    } else if (event.position != ModelEvent.UNSEEN) {
      Check.equal(rule, () -> "the position of " + event.key(), event.position, position);
    } else {
      others(event)
          .filter(other -> other.position != ModelEvent.UNSEEN)
          .forEach(other -> compareOrder(rule, event, position, other));
    }
    event.position = position;
  }

  private static void compareOrder(String rule, ModelEvent event, long position, ModelEvent other) {
    Check.that(
        (event.place < other.place) == (position < other.position) && position != other.position,
        rule,
        () ->
            event.key()
                + " at "
                + position
                + " and "
                + other.key()
                + " at "
                + other.position
                + " stand in the wrong order");
  }

  /** The keys of all events that are known, or were. */
  List<EventKey> keys() {
    List<EventKey> keys = new ArrayList<>(events.keySet());
    ledger.keys().stream().filter(key -> !events.containsKey(key)).forEach(keys::add);
    return keys;
  }
}
