package io.webhookguard.conformance;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.Steps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every kind of call that writes beside the events: steps, summaries, notes, seals, locks. */
final class OtherTransitions {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String HOLDER = "node-a";

  private OtherTransitions() {}

  // Steps.

  static Transition step() {
    return new Transition("record a step", OtherTransitions::recording);
  }

  private static Transition.Trial recording(Scenario story, String id) {
    Claim claim = story.started(id).claim();
    Payload result = Payload.of("text/plain", "booked".getBytes(StandardCharsets.UTF_8));
    return Transition.Trial.of(
            List.of(claim.key()),
            store ->
                store
                    .steps()
                    .record(claim, "charge", result)
                    .match(
                        kept -> List.of("kept " + result),
                        known -> List.of("kept " + known.result()),
                        superseded -> List.of("superseded")))
        .alsoSeenBy(store -> List.of(recalled(store.steps(), claim)));
  }

  private static String recalled(Steps steps, Claim claim) {
    return steps.recall(claim).match(results -> results.byStep().toString(), Object::toString);
  }

  // Summaries and notes.

  /** Not repeated: a count too small is better than one too great. */
  static Transition summaries() {
    return new Transition(
        "append summaries",
        (story, id) -> {
          EventKey first = story.settled(Ending.complete(story.started(id + "-1"))).key();
          EventKey second = story.settled(Ending.complete(story.started(id + "-2"))).key();
          return Transition.Trial.of(
                  List.of(first, second),
                  store -> {
                    store.ledger().append(List.of(duplicates(first), duplicates(second)));
                    return List.of();
                  })
              .neverAskedAgain();
        });
  }

  /** Written once more only if it is not there. */
  static Transition note() {
    return new Transition(
        "append a note",
        (story, id) -> {
          EventKey key = story.settled(Ending.complete(story.started(id))).key();
          return Transition.Trial.of(List.of(key), store -> append(store, key))
              .askedAgainBy(store -> isNoted(store, key) ? List.of() : append(store, key));
        });
  }

  private static List<String> append(GuardStore store, EventKey key) {
    Decision note =
        Decision.note(key, DecisionKind.ROLLED_BACK, Scenario.OPERATOR.actor(), "as agreed");
    store.ledger().append(List.of(note));
    return List.of();
  }

  private static boolean isNoted(GuardStore store, EventKey key) {
    return store.ledger().entries(key).stream()
        .anyMatch(entry -> entry.kind() == DecisionKind.ROLLED_BACK);
  }

  private static Decision duplicates(EventKey key) {
    return new Decision(new Subject.OfEvent(key), DecisionKind.DUPLICATE, Scenario.OWNER, 0, 3, "");
  }

  // Seals.

  static List<Transition> seals() {
    return List.of(
        new Transition("add a seal", OtherTransitions::sealing),
        new Transition("mark an archive", OtherTransitions::marking));
  }

  private static Transition.Trial sealing(Scenario story, String id) {
    Seal seal = nextSeal(story, id);
    return Transition.Trial.of(
            List.of(),
            store ->
                store
                    .seals()
                    .add(seal)
                    .match(
                        added -> List.of("there"),
                        repeated -> List.of("there"),
                        other -> List.of("refused")))
        .alsoSeenBy(
            store -> List.of(store.seals().newest().equals(Optional.of(seal)) ? "there" : "none"));
  }

  private static Seal nextSeal(Scenario story, String id) {
    story.queued(story.event(id));
    Optional<Seal> newest = story.store().seals().newest();
    long end = newest.map(Seal::upTo).orElse(0L);
    List<LedgerEntry> entries = story.store().ledger().scan(end, Limits.MAX_PAGE).entries();
    return Seal.next(newest, entries, story.now());
  }

  private static Transition.Trial marking(Scenario story, String id) {
    Seal seal = nextSeal(story, id);
    story.store().seals().add(seal);
    ArchiveMark mark = ArchiveMark.at(seal, seal.root(), HOLDER, story.now());
    return Transition.Trial.of(
            List.of(),
            store ->
                store
                    .seals()
                    .archive(mark)
                    .match(
                        marked -> List.of("there"),
                        repeated -> List.of("there"),
                        refused -> List.of("refused")))
        .alsoSeenBy(
            store ->
                List.of(store.seals().archived().equals(Optional.of(mark)) ? "there" : "none"));
  }

  // Locks.

  static List<Transition> locks() {
    return List.of(
        new Transition("acquire a lock", (story, id) -> acquisition(story, id)),
        new Transition("renew a lock", OtherTransitions::renewal),
        new Transition("release a lock", OtherTransitions::release));
  }

  private static Transition.Trial acquisition(Scenario story, String name) {
    return Transition.Trial.of(
            List.of(), store -> List.of(tell(story, store.lock().tryAcquire(name, HOLDER, MINUTE))))
        .alsoSeenBy(store -> List.of(isFree(store.lock(), name) ? "free" : "held"));
  }

  /** Tried out by somebody who lets it go again. */
  private static boolean isFree(Lock lock, String name) {
    Optional<Lease> mine = lock.tryAcquire(name, "passer-by", MINUTE);
    mine.ifPresent(lock::release);
    return mine.isPresent();
  }

  private static Transition.Trial renewal(Scenario story, String name) {
    Lease lease = held(story, name);
    story.advance(Duration.ofSeconds(1));
    return Transition.Trial.of(
            List.of(),
            store ->
                store
                    .lock()
                    .renew(lease, MINUTE)
                    .match(
                        renewed -> List.of(tell(story, Optional.of(renewed.lease()))),
                        superseded -> List.of("superseded")))
        .alsoSeenBy(store -> List.of(tell(story, store.lock().tryAcquire(name, HOLDER, MINUTE))));
  }

  private static Transition.Trial release(Scenario story, String name) {
    Lease lease = held(story, name);
    return Transition.Trial.of(List.of(), store -> List.of(store.lock().release(lease).toString()))
        .alsoSeenBy(store -> List.of(isReleased(store, lease) ? "released" : "held"));
  }

  /** A lease that was released is not renewed; one that holds is left as it was. */
  private static boolean isReleased(GuardStore store, Lease lease) {
    return store.lock().renew(lease, MINUTE).match(renewed -> false, superseded -> true);
  }

  private static Lease held(Scenario story, String name) {
    return story.store().lock().tryAcquire(name, HOLDER, MINUTE).orElseThrow();
  }

  private static String tell(Scenario story, Optional<Lease> lease) {
    return lease
        .map(granted -> "until " + Duration.between(story.now(), granted.endsAt()))
        .orElse("held by another");
  }
}
