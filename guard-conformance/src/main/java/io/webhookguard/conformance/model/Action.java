package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One step of a made-up story, such as "admit the second event" or "complete the newest claim".
 *
 * <p>Things are named by index and taken modulo what there is, so that a story from which steps
 * were removed is still a story. A step that nothing fits does nothing. Immutable.
 */
public final class Action {

  static final Duration LEASE = Duration.ofSeconds(30);
  private static final Set<Route> EVERYWHERE = Set.of(Stage.SHOP, Stage.AUDIT, Stage.BANK);
  private static final Intervention.Authority OPERATOR =
      new Intervention.Authority("ops@example.com", "the shop is back");

  private final String text;
  private final Function<Stage, Optional<Call<?>>> deed;

  private Action(String text, Function<Stage, Optional<Call<?>>> deed) {
    this.text = text;
    this.deed = deed;
  }

  private static Action always(String text, Function<Stage, Call<?>> deed) {
    return new Action(text, stage -> Optional.of(deed.apply(stage)));
  }

  /** The call that this means here and now, if it means any. */
  Optional<Call<?>> on(Stage stage) {
    return deed.apply(stage);
  }

  @Override
  public String toString() {
    return text;
  }

  // Admission.

  /** Admits a batch, under one delivery id or under one for each. */
  public static Action admit(List<Newcomer> batch, boolean oneDelivery) {
    return always(
        "admit " + batch + (oneDelivery ? " of one delivery" : ""),
        stage -> {
          UUID shared = stage.newId();
          return new EventCalls.Admit(
              batch.stream()
                  .map(each -> each.arrival(stage, oneDelivery ? shared : stage.newId()))
                  .toList());
        });
  }

  /** Delivers an earlier batch again, under its delivery ids, with other bodies and purposes. */
  public static Action redeliver(int back) {
    return new Action(
        "redeliver " + back + " back", stage -> stage.admitted(back).map(Action::redelivered));
  }

  private static Call<?> redelivered(EventCalls.Admit first) {
    return new EventCalls.Admit(
        first.arrivals().stream()
            .map(
                arrival ->
                    new Arrival(
                        arrival.deliveryId(),
                        arrival.key(),
                        arrival.type(),
                        Lane.NONE,
                        0,
                        Attributes.EMPTY,
                        Payload.of("", new byte[] {1, 2, 3}),
                        new Arrival.Intent.Queue()))
            .toList());
  }

  // Claims.

  /** Claims due heads; of one route if {@code route} is not 0. */
  public static Action claimHeads(int route, int limit) {
    return always(
        "claim " + limit + " heads of route " + route,
        stage -> grab(stage, new ClaimRequest.Selection.DueHeads(routes(route), limit)));
  }

  /**
   * Claims one event.
   *
   * @param index which
   * @param waiting whether it is taken from those that wait, if there are any
   */
  public static Action claimOne(int index, boolean waiting) {
    return always(
        "claim event " + index + (waiting ? " of those that wait" : ""),
        stage ->
            grab(
                stage,
                new ClaimRequest.Selection.One(
                    waiting
                        ? pick(stage, event -> event.state() == EventState.PENDING, index)
                        : stage.key(index))));
  }

  private static Call<?> grab(Stage stage, ClaimRequest.Selection selection) {
    return new EventCalls.Grab(new ClaimRequest(stage.owner(), stage.newId(), LEASE, selection));
  }

  /** Asks for the claims of an earlier call. */
  public static Action claims(int back) {
    return new Action(
        "claims of the call " + back + " back",
        stage -> stage.claimId(back).map(EventCalls.Recall::new));
  }

  /** Takes over lapsed claims; of one route if {@code route} is not 0. */
  public static Action recover(int route, int limit) {
    return always(
        "recover " + limit + " of route " + route,
        stage ->
            new EventCalls.Recover(
                new RecoverRequest(stage.owner(), stage.newId(), LEASE, routes(route), limit)));
  }

  private static Set<Route> routes(int route) {
    return route == 0 ? EVERYWHERE : Set.of(Stage.KEYS.get(route % Stage.KEYS.size()).route());
  }

  /**
   * A claim that was granted before.
   *
   * @param back 0 for the newest
   * @param stale whether it may be over
   */
  public record Pick(int back, boolean stale) {}

  /** Renews claims. */
  public static Action renew(List<Pick> picks, Duration lease) {
    return always(
        "renew " + picks,
        stage -> {
          List<Claim> claims = claims(stage, picks);
          return claims.isEmpty() ? headsFirst(stage) : new EventCalls.Renew(claims, lease);
        });
  }

  /** Whoever holds no claim gets one, so that later steps have something to end. */
  private static Call<?> headsFirst(Stage stage) {
    return grab(stage, new ClaimRequest.Selection.DueHeads(EVERYWHERE, 10));
  }

  private static List<Claim> claims(Stage stage, List<Pick> picks) {
    List<Claim> claims = new ArrayList<>();
    picks.forEach(pick -> stage.attempt(pick).map(Attempt::claim).ifPresent(claims::add));
    return claims;
  }

  // Settlement.

  /** How an attempt ends. */
  public enum End {
    /** The effect happened. */
    COMPLETE,
    /** It did not, and another attempt follows. */
    RETRY,
    /** Nobody knows. */
    DOUBT,
    /** It is given up. */
    FAIL,
    /** It never began. */
    RELEASE
  }

  /**
   * One settlement of a batch.
   *
   * @param pick which claim ends
   * @param end how
   * @param after when the next attempt is due
   * @param reason why, if it failed
   * @param mark what becomes of the doubt mark, where the end leaves it open
   * @param headOfLine what a failure does to its lane
   */
  public record Ending(
      Pick pick,
      End end,
      Duration after,
      FailureReason reason,
      DoubtMark mark,
      HeadOfLine headOfLine) {

    private Settlement of(Claim claim) {
      Problem problem = new Problem("http-503", "after " + after);
      return switch (end) {
        case COMPLETE -> new Settlement.Complete(claim, response("booked"));
        case RETRY ->
            new Settlement.Retry(
                claim, after, mark == DoubtMark.SET ? DoubtMark.KEEP : mark, problem);
        case DOUBT -> new Settlement.Doubt(claim, after, problem);
        case FAIL ->
            new Settlement.Fail(
                claim,
                reason,
                reason == FailureReason.IN_DOUBT ? DoubtMark.SET : mark,
                headOfLine,
                problem);
        case RELEASE -> new Settlement.Release(claim, after, Problem.of("node-stops"));
      };
    }
  }

  private static Response response(String body) {
    return Response.of(201, "text/plain", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Settles a batch. */
  public static Action settle(List<Ending> endings) {
    return always(
        "settle " + endings,
        stage -> {
          List<Settlement> settlements = new ArrayList<>();
          endings.forEach(
              ending ->
                  stage
                      .attempt(ending.pick())
                      .map(attempt -> ending.of(attempt.claim()))
                      .ifPresent(settlements::add));
          return settlements.isEmpty() ? headsFirst(stage) : new EventCalls.Settle(settlements);
        });
  }

  /** Makes an earlier call again, with all its ids. */
  public static Action again(int kind, int back) {
    return new Action("again " + kind + ", " + back + " back", stage -> stage.made(kind, back));
  }

  // Interventions.

  /** A change outside any attempt. */
  public enum Change {
    /** The provider delivers again. */
    REDELIVERY,
    /** A person retries. */
    RETRY,
    /** A person confirms. */
    CONFIRM,
    /** A person discards. */
    DISCARD,
    /** A person replays. */
    REPLAY,
    /** A person has the payload removed. */
    ERASE
  }

  /**
   * Intervenes.
   *
   * @param change what to do
   * @param index which event
   * @param fitting whether it is taken from those for which the change is made, if there are any
   * @param maxReopenings the limit of a redelivery
   * @param keyWindow the window of a redelivery
   */
  public static Action intervene(
      Change change, int index, boolean fitting, int maxReopenings, Duration keyWindow) {
    return always(
        change + (fitting ? " of a fitting event " : " of event ") + index,
        stage -> {
          EventKey key =
              fitting ? pick(stage, event -> fits(change, event), index) : stage.key(index);
          return new EventCalls.Intervene(
              key, intervention(change, stage.newId(), maxReopenings, keyWindow));
        });
  }

  /** One of the known events for which this holds; if there is none, any that is known. */
  private static EventKey pick(Stage stage, Predicate<ModelEvent> wanted, int index) {
    List<ModelEvent> known = stage.model.events();
    List<ModelEvent> made = known.stream().filter(wanted).toList();
    return Stage.any(made.isEmpty() ? known : made, index)
        .map(ModelEvent::key)
        .orElseGet(() -> stage.key(index));
  }

  private static boolean fits(Change change, ModelEvent event) {
    return switch (change) {
      case REDELIVERY -> event.isFailedFor(FailureReason.EXHAUSTED);
      case RETRY -> event.state() == EventState.FAILED;
      case CONFIRM -> event.isFailedFor(FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW);
      case DISCARD -> event.state() == EventState.PENDING || event.state() == EventState.FAILED;
      case REPLAY -> event.state() == EventState.COMPLETE;
      case ERASE ->
          event.state() == EventState.COMPLETE || event.isFailedFor(FailureReason.CANCELLED);
    };
  }

  private static Intervention intervention(
      Change change, UUID id, int maxReopenings, Duration keyWindow) {
    return switch (change) {
      case REDELIVERY -> new Intervention.Redelivery(id, maxReopenings, keyWindow);
      case RETRY -> new Intervention.Retry(id, OPERATOR);
      case CONFIRM -> new Intervention.Confirm(id, OPERATOR, response("confirmed"));
      case DISCARD -> new Intervention.Discard(id, OPERATOR);
      case REPLAY -> new Intervention.Replay(id, OPERATOR);
      case ERASE -> new Intervention.Erase(id, OPERATOR);
    };
  }

  // Reads, and what goes with age.

  /** Purges. */
  public static Action purge(Duration payload, Duration more, int limit) {
    return always(
        "purge " + limit + " after " + payload + " and " + more,
        stage -> new OtherCalls.Purge(new Retention(payload, payload.plus(more)), limit));
  }

  /** Searches by what the bits say: state, source, consumer, lane, event id. */
  public static Action search(int bits, EventState state, int key, int pageSize) {
    return always(
        "search by " + bits,
        stage -> new OtherCalls.Search(query(bits, state, stage.key(key)), pageSize));
  }

  private static EventQuery query(int bits, EventState state, EventKey key) {
    EventQuery query = EventQuery.ALL;
    query = (bits & 1) == 0 ? query : query.state(state);
    query = (bits & 2) == 0 ? query : query.source(key.route().source());
    query = (bits & 4) == 0 ? query : query.consumer(key.route().consumer());
    query = (bits & 8) == 0 ? query : query.lane(Lane.of("lane-1"));
    return (bits & 16) == 0 ? query : query.eventId(key.eventId());
  }

  /** Reads an event. */
  public static Action find(int key) {
    return always("find event " + key, stage -> new OtherCalls.Find(stage.key(key)));
  }

  /** Reads a payload. */
  public static Action payload(int key) {
    return always("payload of " + key, stage -> new OtherCalls.ReadPayload(stage.key(key)));
  }

  // Steps.

  /** Records a step. */
  public static Action recordStep(Pick pick, int name, int result) {
    return always(
        "record step " + name + " of " + pick,
        stage ->
            stage
                .attempt(pick)
                .<Call<?>>map(attempt -> recordStep(attempt, name, result))
                .orElseGet(() -> headsFirst(stage)));
  }

  private static Call<?> recordStep(Attempt attempt, int name, int result) {
    byte[] bytes = {(byte) result, 0, (byte) 0xff};
    return new OtherCalls.RecordStep(
        attempt.claim(), "step-" + name, Payload.of("application/x-" + result, bytes));
  }

  /** Recalls steps. */
  public static Action recallSteps(Pick pick) {
    return new Action(
        "recall steps of " + pick,
        stage -> stage.attempt(pick).map(attempt -> new OtherCalls.RecallSteps(attempt.claim())));
  }

  // Ledger.

  /** Appends two summaries and a note about an event, and a summary about a source. */
  public static Action append(int key, int count) {
    return always(
        "append summaries about " + key,
        stage -> {
          Subject event = new Subject.OfEvent(stage.key(key));
          Subject source = new Subject.OfSource(Stage.SHOP.source());
          return new OtherCalls.Append(
              List.of(
                  new Decision(
                      event, DecisionKind.DUPLICATE, stage.owner(), 0, count, "seen again"),
                  new Decision(
                      source, DecisionKind.REJECTED, stage.owner(), 0, count, "bad signature"),
                  new Decision(event, DecisionKind.SUPERSEDED, stage.owner(), 7, 1, "late write"),
                  Decision.note(
                      stage.key(key), DecisionKind.REQUESTED, "ops@example.com", "replay: again")));
        });
  }

  /** Reads the entries of an event. */
  public static Action entries(int key) {
    return always("entries of " + key, stage -> new OtherCalls.Entries(stage.key(key)));
  }

  /** Reads the ledger from a place that was seen before. */
  public static Action scan(int place, int limit) {
    return new Action(
        "scan " + limit + " from place " + place,
        stage ->
            Stage.any(stage.model.ledger.places(), place)
                .map(after -> new OtherCalls.Scan(after, limit, after < stage.model.ledger.end())));
  }

  // Locks.

  /** Takes a lock. */
  public static Action acquire(int lock, int holder, Duration lease) {
    return always(
        "acquire lock " + lock + " as " + holder,
        stage -> new OtherCalls.Acquire("lock-" + lock, "holder-" + holder, lease));
  }

  /** Renews a lease that was granted before. */
  public static Action renewLock(int back, Duration lease) {
    return new Action(
        "renew the lease " + back + " back",
        stage -> stage.lease(back).map(held -> new OtherCalls.RenewLock(held, lease)));
  }

  /** Releases a lease that was granted before. */
  public static Action releaseLock(int back) {
    return new Action(
        "release the lease " + back + " back",
        stage -> stage.lease(back).map(OtherCalls.ReleaseLock::new));
  }

  // The world.

  /** Moves the clock, also back. */
  public static Action advance(Duration by) {
    return always("the clock moves by " + by, stage -> new OtherCalls.Advance(by));
  }

  /** Moves the clock by the smallest step that the store keeps apart. */
  public static Action tick() {
    return always("the clock ticks", stage -> new OtherCalls.Advance(stage.precision));
  }

  /** Kills the store's process and starts it again, where the store outlives it. */
  public static Action restart() {
    return new Action(
        "restart",
        stage -> stage.persistent ? Optional.of(new OtherCalls.Restart()) : Optional.empty());
  }
}
