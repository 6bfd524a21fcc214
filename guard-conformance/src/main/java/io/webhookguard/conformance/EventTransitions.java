package io.webhookguard.conformance;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every kind of call that changes events, with the state from which it is made. */
final class EventTransitions {

  private static final Payload STEP =
      Payload.of("text/plain", "booked".getBytes(StandardCharsets.UTF_8));

  /** Enough for who asks again, though each wish of the first round was granted nothing. */
  private static final int MOST_WISHES = 2 * Scenario.CALLS_TO_FIND_ALL;

  private EventTransitions() {}

  /** Those that name their events, so that leftovers of other trials do not matter. */
  static List<Transition> withNamedEvents() {
    return Stream.of(admissions(), settlements(), interventions()).flatMap(List::stream).toList();
  }

  // Admission.

  static List<Transition> admissions() {
    return List.of(
        new Transition("admit to wait", (story, id) -> admission(List.of(inLane(story, id)))),
        new Transition(
            "admit to run", (story, id) -> admission(List.of(inLane(story, id).toClaim()))),
        new Transition(
            "admit to ignore",
            (story, id) -> admission(List.of(story.event(id).toIgnore(IgnoreReason.UNHANDLED)))),
        new Transition("admit a batch", EventTransitions::mixedBatch));
  }

  /** New ones of each kind, a known one, a changed one, and one that stands twice. */
  private static Transition.Trial mixedBatch(Scenario story, String id) {
    story.queued(story.event(id + "-known"));
    Draft twice = inLane(story, id + "-twice");
    return admission(
        List.of(
            inLane(story, id + "-waits"),
            inLane(story, id + "-runs").toClaim(),
            story.event(id + "-ignored").toIgnore(IgnoreReason.LIVEMODE),
            story.event(id + "-known"),
            story.event(id + "-known").body("{\"changed\":1}"),
            twice,
            twice));
  }

  private static Transition.Trial admission(List<Draft> drafts) {
    List<Arrival> arrivals = drafts.stream().map(Draft::arrival).toList();
    return Transition.Trial.of(
        drafts.stream().map(Draft::key).distinct().toList(),
        store -> store.events().admit(arrivals).stream().map(EventTransitions::tell).toList());
  }

  private static String tell(Admission answer) {
    return answer instanceof Admission.Claimed claimed
        ? "Claimed, attempt " + claimed.attempt().number()
        : nameOf(answer);
  }

  /** In a lane of its own, where there are lanes. */
  private static Draft inLane(Scenario story, String id) {
    return inLane(story, id, id);
  }

  private static Draft inLane(Scenario story, String id, String lane) {
    return story.has(Capability.LANES) ? story.event(id).lane("lane-" + lane) : story.event(id);
  }

  // Claims and leases.

  static List<Transition> claims() {
    return List.of(
        new Transition("claim heads", EventTransitions::claimOfHeads),
        new Transition("claim one", EventTransitions::claimOfOne),
        new Transition("recover", EventTransitions::recovery),
        new Transition("renew", EventTransitions::renewal));
  }

  private static Transition.Trial claimOfHeads(Scenario story, String id) {
    List<EventKey> keys = several(id).map(name -> story.queued(inLane(story, name)).key()).toList();
    return granting(keys, () -> story.heads(10), EventStore::claim);
  }

  private static Transition.Trial claimOfOne(Scenario story, String id) {
    EventKey key = story.queued(inLane(story, id)).key();
    return granting(List.of(key), () -> story.one(key), EventStore::claim);
  }

  private static Transition.Trial recovery(Scenario story, String id) {
    List<EventKey> keys =
        several(id).map(name -> story.started(inLane(story, name)).claim().key()).toList();
    story.advance(Scenario.LEASE);
    return granting(keys, () -> story.lapsed(10), EventStore::recover);
  }

  /**
   * A call that may grant fewer than it could: what it left is wished for under new ids. Who asks
   * again makes the same wishes with their ids, and new ones where those do not grant all.
   */
  private static <R> Transition.Trial granting(
      List<EventKey> keys, Supplier<R> newWish, BiFunction<EventStore, R, List<Attempt>> call) {
    List<R> wishes = new ArrayList<>();
    Function<GuardStore, List<Attempt>> all =
        store -> {
          List<Attempt> granted = new ArrayList<>();
          for (int i = 0; i < MOST_WISHES && granted.size() < keys.size(); i++) {
            if (i == wishes.size()) {
              wishes.add(newWish.get());
            }
            granted.addAll(call.apply(store.events(), wishes.get(i)));
          }
          return granted;
        };
    return Transition.Trial.of(keys, store -> tell(all.apply(store), keys));
  }

  private static List<String> tell(List<Attempt> granted, List<EventKey> keys) {
    return granted.stream()
        .map(attempt -> keys.indexOf(attempt.claim().key()) + ": attempt " + attempt.number())
        .sorted()
        .toList();
  }

  private static Transition.Trial renewal(Scenario story, String id) {
    List<Claim> claims =
        several(id).map(name -> story.started(inLane(story, name)).claim()).toList();
    story.advance(Duration.ofSeconds(1));
    return Transition.Trial.of(
        claims.stream().map(Claim::key).toList(),
        store ->
            store.events().renew(claims, Scenario.LEASE).stream()
                .map(EventTransitions::nameOf)
                .toList());
  }

  // Settlement.

  static List<Transition> settlements() {
    Duration soon = Duration.ofSeconds(1);
    return List.of(
        settlement("complete", Ending::complete),
        settlement("retry", attempt -> Ending.retry(attempt, soon)),
        settlement("doubt", attempt -> Ending.doubt(attempt, soon)),
        settlement("fail", attempt -> Ending.fail(attempt, FailureReason.PERMANENT)),
        settlement("release", attempt -> Ending.release(attempt, soon)),
        new Transition("settle a batch", EventTransitions::batchOfSettlements));
  }

  /** With a successor in the lane, which must run some day. */
  private static Transition settlement(String name, Function<Attempt, Settlement> ending) {
    return new Transition(
        name,
        (story, id) -> {
          Attempt attempt = story.started(inLane(story, id));
          story.store().steps().record(attempt.claim(), "charge", STEP);
          EventKey next = story.queued(inLane(story, id + "-next", id)).key();
          return settlingOf(List.of(attempt.claim().key(), next), List.of(ending.apply(attempt)));
        });
  }

  private static Transition.Trial batchOfSettlements(Scenario story, String id) {
    List<Function<Attempt, Settlement>> endings =
        List.of(
            Ending::complete,
            Ending::retry,
            Ending::doubt,
            attempt -> Ending.fail(attempt, FailureReason.EXHAUSTED),
            Ending::release);
    List<Settlement> settlements =
        IntStream.range(0, endings.size())
            .mapToObj(i -> endings.get(i).apply(story.started(inLane(story, id + "-" + i))))
            .toList();
    return settlingOf(
        settlements.stream().map(settlement -> settlement.claim().key()).toList(), settlements);
  }

  private static Transition.Trial settlingOf(List<EventKey> keys, List<Settlement> settlements) {
    return Transition.Trial.of(
        keys,
        store ->
            store.events().settle(settlements).stream().map(EventTransitions::nameOf).toList());
  }

  // Interventions.

  static List<Transition> interventions() {
    return List.of(
        intervention(
            "redelivery",
            (story, id) -> story.failed(id, FailureReason.EXHAUSTED).key(),
            story -> story.redelivery(3)),
        intervention(
            "retry by a person",
            (story, id) -> story.failed(id, FailureReason.PERMANENT).key(),
            Scenario::retry),
        intervention(
            "confirm",
            (story, id) -> story.failed(id, FailureReason.IN_DOUBT).key(),
            Scenario::confirm),
        intervention(
            "discard", (story, id) -> story.queued(inLane(story, id)).key(), Scenario::discard),
        intervention("replay", EventTransitions::completeWithStep, Scenario::replay),
        intervention("erase", EventTransitions::completeWithStep, Scenario::erase));
  }

  private static EventKey completeWithStep(Scenario story, String id) {
    Attempt attempt = story.started(inLane(story, id));
    story.store().steps().record(attempt.claim(), "charge", STEP);
    return story.settled(Ending.complete(attempt)).key();
  }

  private static Transition intervention(
      String name,
      BiFunction<Scenario, String, EventKey> past,
      Function<Scenario, Intervention> decision) {
    return new Transition(
        name,
        (story, id) -> {
          EventKey key = past.apply(story, id);
          Intervention intervention = decision.apply(story);
          return Transition.Trial.of(
              List.of(key), store -> List.of(nameOf(store.events().intervene(key, intervention))));
        });
  }

  // Age.

  static List<Transition> ages() {
    return List.of(
        new Transition("purge payloads", EventTransitions::purgeOfPayloads),
        new Transition("purge tombstones", EventTransitions::purgeOfTombstones));
  }

  private static Transition.Trial purgeOfPayloads(Scenario story, String id) {
    List<EventKey> keys = old(story, id);
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    return purge(story, keys);
  }

  private static Transition.Trial purgeOfTombstones(Scenario story, String id) {
    List<EventKey> keys = old(story, id);
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    story.purge(LedgerContract.SHORT);
    story.advance(LedgerContract.SHORT.dedupHorizon());
    return purge(story, keys);
  }

  /** Settled events, when all that earlier trials left is gone. */
  private static List<EventKey> old(Scenario story, String id) {
    story.advance(LedgerContract.SHORT.dedupHorizon().plusSeconds(1));
    story.purge(LedgerContract.SHORT);
    return several(id).map(name -> completeWithStep(story, name)).toList();
  }

  private static Transition.Trial purge(Scenario story, List<EventKey> keys) {
    return Transition.Trial.of(
            keys,
            store -> {
              purgeAll(store, keys.size());
              return List.of();
            })
        .askedAgainBy(
            store -> {
              story.purge(LedgerContract.SHORT);
              return List.of();
            });
  }

  /** In as many calls as a store may need that takes fewer than it may; most need one. */
  private static void purgeAll(GuardStore store, int events) {
    int went = 0;
    int last = 1;
    while (went < events && last > 0) {
      Purged purged = store.events().purge(LedgerContract.SHORT, 100);
      last = purged.payloads() + purged.tombstones();
      went += last;
    }
  }

  private static Stream<String> several(String id) {
    return IntStream.range(0, 3).mapToObj(i -> id + "-" + i);
  }

  static String nameOf(Object answer) {
    return answer.getClass().getSimpleName();
  }
}
