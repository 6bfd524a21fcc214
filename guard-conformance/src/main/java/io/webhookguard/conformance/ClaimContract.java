package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.GuardStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may run an event: rules ES-10 to ES-16. */
public interface ClaimContract extends StoreUnderTest {

  @Test
  @DisplayName(
      "ES-10 a granted claim makes the event PROCESSING, counts the attempt and is written")
  default void es10GrantedClaimIsOnTheRecord() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    story.advance(Duration.ofSeconds(5));

    Attempt attempt = story.run("evt-1");

    EventRecord record = story.secondClient().events().find(story.key("evt-1")).orElseThrow();
    assertThat(record.status())
        .as(story.story("another client sees the claim"))
        .isEqualTo(
            new Status.Processing(
                Scenario.OWNER, attempt.claim().claimId(), attempt.claim().leaseEnd()));
    assertThat(attempt.claim().leaseEnd())
        .as(story.story("the lease counts from now"))
        .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly());
    assertThat(attempt.startedAt()).as(story.story()).isCloseTo(story.now(), story.exactly());
    assertThat(attempt.receivedAt()).as(story.story()).isEqualTo(record.receivedAt());
    assertThat(List.of(record.attempts(), attempt.number())).as(story.story()).containsOnly(1);
    assertThat(record.newestToken()).as(story.story()).isEqualTo(attempt.claim().token().value());
    assertThat(story.decisions(story.key("evt-1")))
        .as(story.story())
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED);
  }

  @Test
  @DisplayName("ES-10 only PENDING events that are due are granted, and each attempt is counted")
  default void es10OnlyPendingEventsThatAreDueAreGranted() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.inState("evt-running", EventState.PROCESSING);
    story.inState("evt-complete", EventState.COMPLETE);
    story.inState("evt-failed", EventState.FAILED);
    story.settled(Ending.retry(first, Duration.ofSeconds(10)));

    story.advance(Duration.ofSeconds(10).minus(story.precision()));
    assertThat(story.runnable()).as(story.story("nothing is due")).isEmpty();

    story.advance(story.precision());
    List<Attempt> granted = story.claimAll();
    assertThat(granted).as(story.story("evt-1 is due")).hasSize(1);
    assertThat(granted.get(0).number()).as(story.story()).isEqualTo(2);
    assertThat(granted.get(0).claim().token())
        .as(story.story())
        .isGreaterThan(first.claim().token());
  }

  @Test
  @DisplayName("ES-10 only events of the wanted routes are granted, never more than the limit")
  default void es10OnlyWantedRoutesAreGranted() {
    Scenario story = scenario();
    Route audit = new Route("shop", "audit");
    Route market = Route.main("market");
    for (int i = 0; i < 5; i++) {
      story.queued(story.event("evt-" + i));
      story.queued(story.event("evt-" + i).route(audit));
      story.queued(story.event("evt-" + i).route(market));
    }

    List<EventKey> granted = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      List<Attempt> some =
          story.claim(
              new ClaimRequest(
                  Scenario.OWNER,
                  story.newId(),
                  Scenario.LEASE,
                  new ClaimRequest.Selection.DueHeads(Set.of(audit, market), 2)));
      assertThat(some).as(story.story()).hasSizeLessThanOrEqualTo(2);
      some.forEach(attempt -> granted.add(attempt.claim().key()));
    }

    assertThat(granted).as(story.story()).hasSize(10).doesNotHaveDuplicates();
    assertThat(granted).as(story.story()).noneMatch(key -> key.route().equals(Scenario.ROUTE));
  }

  @Test
  @DisplayName("ES-11 concurrent calls never grant the same event")
  default void es11ConcurrentCallsNeverGrantTheSameEvent() {
    Scenario story = scenario();
    List<Draft> drafts = IntStream.range(0, 300).mapToObj(i -> story.event("evt-" + i)).toList();
    story.admitAll(drafts);

    List<List<EventKey>> granted =
        Race.of(
            6,
            number -> {
              GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
              List<EventKey> mine = new ArrayList<>();
              for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
                client
                    .events()
                    .claim(story.heads(7))
                    .forEach(attempt -> mine.add(attempt.claim().key()));
              }
              return mine;
            });

    assertThat(granted.stream().flatMap(List::stream).toList())
        .as(story.story("each event is granted once"))
        .containsExactlyInAnyOrderElementsOf(drafts.stream().map(Draft::key).toList());
  }

  @Test
  @DisplayName("ES-11 concurrent claims of one key grant it once")
  default void es11ConcurrentClaimsOfOneKeyGrantItOnce() {
    Scenario story = scenario();
    for (int round = 0; round < 40; round++) {
      Draft draft = story.event("evt-" + round);
      story.queued(draft);

      List<List<Attempt>> granted =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                return client.events().claim(story.one(draft.key()));
              });

      assertThat(granted.stream().flatMap(List::stream))
          .as(story.story("one claim in round " + round))
          .hasSize(1);
      assertThat(story.record(draft.key()).attempts()).as(story.story()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("ES-12 every claim of an event has a greater token than all before it")
  default void es12TokensOfAnEventGrow() {
    Scenario story = scenario();
    EventKey key = story.key("evt-1");
    List<Long> tokens = new ArrayList<>();

    Attempt attempt = story.started("evt-1");
    tokens.add(attempt.claim().token().value());
    story.settled(Ending.retry(attempt));
    attempt = story.run("evt-1");
    tokens.add(attempt.claim().token().value());
    story.settled(Ending.release(attempt));
    attempt = story.run("evt-1");
    tokens.add(attempt.claim().token().value());
    attempt = story.takenOver();
    tokens.add(attempt.claim().token().value());
    story.settled(Ending.fail(attempt, FailureReason.EXHAUSTED));
    story.done(key, story.redelivery(3));
    attempt = story.run("evt-1");
    tokens.add(attempt.claim().token().value());
    story.settled(Ending.fail(attempt, FailureReason.PERMANENT));
    story.done(key, story.retry());
    attempt = story.run("evt-1");
    tokens.add(attempt.claim().token().value());
    story.settled(Ending.complete(attempt));
    story.done(key, story.replay());
    tokens.add(story.run("evt-1").claim().token().value());

    assertThat(tokens).as(story.story("tokens grow")).isSorted().doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("ES-12 every claim in a lane has a greater token than all before it")
  default void es12TokensOfALaneGrow() {
    Scenario story = scenario(Capability.LANES);
    List<Long> tokens = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Attempt attempt = story.started(story.event("evt-" + i).lane("cus-1"));
      tokens.add(attempt.claim().token().value());
      story.settled(Ending.retry(attempt));
      attempt = story.run("evt-" + i);
      tokens.add(attempt.claim().token().value());
      story.settled(Ending.complete(attempt));
    }

    assertThat(tokens).as(story.story("tokens grow")).isSorted().doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("ES-12 tokens grow across a restart")
  default void es12TokensGrowAcrossARestart() {
    Scenario story = scenario(Capability.PERSISTENT);
    Attempt first = story.started(story.event("evt-1").lane("cus-1"));
    story.settled(Ending.complete(first));

    story.restart();
    Attempt second = story.started(story.event("evt-2").lane("cus-1"));

    assertThat(second.claim().token()).as(story.story()).isGreaterThan(first.claim().token());
  }

  @Test
  @DisplayName("ES-13 a repeated claim id gets the first call's claims that are current, no others")
  default void es13RepeatedClaimIdGetsTheFirstClaims() {
    Scenario story = scenario();
    ClaimRequest request = story.heads(100);
    story.admitAll(List.of(story.event("evt-1"), story.event("evt-2"), story.event("evt-3")));
    List<Attempt> first = claimUntilGranted(story, request);
    story.admitAll(List.of(story.event("evt-4"), story.event("evt-5")));

    assertThat(story.claim(request))
        .as(story.story("the same claims again"))
        .containsExactlyInAnyOrderElementsOf(first);
    assertThat(story.events().claims(request.claimId()))
        .as(story.story("asking grants nothing"))
        .containsExactlyInAnyOrderElementsOf(first);

    story.admitAll(List.of(story.event("evt-6").toClaim()));
    if (first.size() > 1) {
      story.settled(Ending.complete(first.get(0)));
      assertThat(story.claim(request))
          .as(story.story("without the one that is over"))
          .containsExactlyInAnyOrderElementsOf(first.subList(1, first.size()));
    }
  }

  @Test
  @DisplayName("ES-13 claims(id) shows every kind of claim while it is current, and grants nothing")
  default void es13ClaimsOfAnIdAreShownWhileCurrent() {
    Scenario story = scenario();
    Attempt admitted = story.started("evt-1");
    story.queued(story.event("evt-2"));
    Attempt claimed = story.run("evt-2");
    story.queued(story.event("evt-3"));

    assertThat(story.events().claims(admitted.claim().claimId()))
        .as(story.story())
        .containsExactly(admitted);
    assertThat(story.secondClient().events().claims(claimed.claim().claimId()))
        .as(story.story())
        .containsExactly(claimed);
    assertThat(story.events().claims(story.newId())).as(story.story()).isEmpty();

    story.settled(Ending.retry(claimed));
    assertThat(story.events().claims(claimed.claim().claimId()))
        .as(story.story("it is over"))
        .isEmpty();
    assertThat(story.record(story.key("evt-3")).state())
        .as(story.story("asking grants nothing"))
        .isEqualTo(EventState.PENDING);
  }

  @Test
  @DisplayName("ES-13 a claim that was granted anew or taken over is no longer of its id")
  default void es13ClaimOfASuccessorIsNotOfTheOldId() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.settled(Ending.retry(first));
    Attempt second = story.run("evt-1");
    assertThat(story.events().claims(first.claim().claimId()))
        .as(story.story("another claim was granted"))
        .isEmpty();

    Attempt takeover = story.takenOver();

    assertThat(story.events().claims(second.claim().claimId()))
        .as(story.story("it was taken over"))
        .isEmpty();
    assertThat(story.events().claims(takeover.claim().claimId()))
        .as(story.story("by this one"))
        .containsExactly(takeover);
  }

  @Test
  @DisplayName("ES-14 64 calls in a row find each due head")
  default void es14CallsInARowFindEachDueHead() {
    Scenario story = scenario();
    List<Draft> drafts = IntStream.range(0, 200).mapToObj(i -> story.event("evt-" + i)).toList();
    story.admitAll(drafts);

    assertThat(story.runnable())
        .as(story.story("all are found"))
        .containsExactlyInAnyOrderElementsOf(
            drafts.stream().map(draft -> draft.key().eventId()).toList());
  }

  @Test
  @DisplayName("ES-14 events that wait behind others do not hide a due head")
  default void es14WaitingEventsDoNotHideADueHead() {
    Scenario story = scenario(Capability.LANES);
    story.started(story.event("evt-busy").lane("cus-1"));
    story.admitAll(
        IntStream.range(0, 500).mapToObj(i -> story.event("evt-" + i).lane("cus-1")).toList());
    story.queued(story.event("evt-free").lane("cus-2"));

    List<Attempt> found = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL && found.isEmpty(); i++) {
      found.addAll(story.claim(story.heads(1)));
    }

    assertThat(found)
        .as(story.story("the free lane is found"))
        .extracting(attempt -> attempt.claim().key().eventId())
        .containsExactly("evt-free");
  }

  @Test
  @DisplayName("ES-15 a claim of one key grants it only if it is PENDING and due")
  default void es15ClaimOfOneKeyGrantsItOnlyIfItMayRun() {
    Scenario story = scenario();
    story.queued(story.event("evt-other"));
    for (EventState state : EventState.values()) {
      story.inState("evt-" + state, state);
      assertThat(story.claim(story.key("evt-" + state)))
          .as(story.story("only a PENDING event is granted"))
          .hasSize(state == EventState.PENDING ? 1 : 0);
    }
    Attempt attempt = story.started("evt-1");
    story.settled(Ending.retry(attempt, Duration.ofSeconds(10)));

    assertThat(story.claim(story.key("evt-1"))).as(story.story("not due")).isEmpty();
    assertThat(story.claim(story.key("evt-unknown"))).as(story.story("not known")).isEmpty();
    story.advance(Duration.ofSeconds(10));
    assertThat(story.run("evt-1").claim().key()).isEqualTo(story.key("evt-1"));
    assertThat(story.record(story.key("evt-other")).state())
        .as(story.story("no other event is granted instead"))
        .isEqualTo(EventState.PENDING);
  }

  @Test
  @DisplayName("ES-15 a claim of one key is granted also under an id whose claims are over")
  default void es15ClaimUnderAnIdWhoseClaimsAreOver() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    ClaimRequest call = story.one(story.key("evt-1"));
    Attempt first = story.claim(call).get(0);
    story.settled(Ending.retry(first));

    assertThat(story.claim(call))
        .as(story.story("it is due, and nobody has it"))
        .singleElement()
        .satisfies(
            second -> assertThat(second.claim().token()).isGreaterThan(first.claim().token()));
  }

  @Test
  @DisplayName("ES-15 a claim of one key grants it only at the head of its lane")
  default void es15ClaimOfOneKeyGrantsItOnlyAtTheHead() {
    Scenario story = scenario(Capability.LANES);
    story.queued(story.event("evt-1").lane("cus-1"));
    story.queued(story.event("evt-2").lane("cus-1"));

    assertThat(story.claim(story.key("evt-2"))).as(story.story("evt-1 is first")).isEmpty();
    story.settled(Ending.complete(story.run("evt-1")));
    story.run("evt-2");
  }

  @Test
  @DisplayName("ES-16 the key window counts from the first claim, through retries and reopenings")
  default void es16WindowCountsFromTheFirstClaim() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    story.advance(Duration.ofSeconds(3));
    Attempt first = story.run("evt-1");
    assertThat(first.windowStart()).as(story.story()).isEqualTo(first.startedAt());

    story.advance(Duration.ofSeconds(3));
    story.settled(Ending.retry(first));
    Attempt second = story.run("evt-1");
    story.advance(Duration.ofSeconds(3));
    story.settled(Ending.fail(second, FailureReason.EXHAUSTED));
    story.done(story.key("evt-1"), story.redelivery(1));
    Attempt third = story.run("evt-1");

    assertThat(List.of(second.windowStart(), third.windowStart()))
        .as(story.story("the first use of the key counts"))
        .containsOnly(first.startedAt());
    assertThat(story.record(story.key("evt-1")).windowStart())
        .as(story.story())
        .contains(first.startedAt());
  }

  @Test
  @DisplayName("ES-16 a person's retry and a replay begin the key window anew")
  default void es16RetryAndReplayBeginTheWindowAnew() {
    Scenario story = scenario();
    story.failed("evt-1", FailureReason.PERMANENT);
    story.done(story.key("evt-1"), story.retry());
    story.advance(Duration.ofSeconds(3));

    Attempt retried = story.run("evt-1");
    assertThat(retried.windowStart()).as(story.story()).isEqualTo(retried.startedAt());

    story.settled(Ending.complete(retried));
    story.done(story.key("evt-1"), story.replay());
    story.advance(Duration.ofSeconds(3));
    Attempt replayed = story.run("evt-1");
    assertThat(replayed.windowStart()).as(story.story()).isEqualTo(replayed.startedAt());
  }

  @Test
  @DisplayName("ES-16 a released claim does not begin the key window, and does not end it")
  default void es16ReleasedClaimDoesNotCount() {
    Scenario story = scenario();
    story.settled(Ending.release(story.started("evt-1")));
    story.advance(Duration.ofSeconds(3));

    Attempt first = story.run("evt-1");
    assertThat(first.windowStart())
        .as(story.story("the released claim used no key"))
        .isEqualTo(first.startedAt());

    story.settled(Ending.retry(first));
    story.advance(Duration.ofSeconds(3));
    story.settled(Ending.release(story.run("evt-1")));
    story.advance(Duration.ofSeconds(3));
    Instant windowStart = story.run("evt-1").windowStart();
    assertThat(windowStart)
        .as(story.story("an earlier claim did use it"))
        .isEqualTo(first.startedAt());
  }

  @Test
  @DisplayName("ES-16 a release after a redelivery leaves the window that was open before it")
  default void es16ReleaseAfterARedeliveryLeavesTheWindow() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.advance(Duration.ofSeconds(1));
    story.settled(Ending.fail(first, FailureReason.EXHAUSTED));
    story.done(story.key("evt-1"), story.redelivery(1));
    story.advance(Duration.ofSeconds(1));

    EventRecord released = story.settled(Ending.release(story.run("evt-1")));

    assertThat(released.windowStart())
        .as(story.story("the key was used before it was reopened"))
        .contains(first.startedAt());
  }

  @Test
  @DisplayName("ES-16 a takeover that is released leaves the window of the claim it took over")
  default void es16ReleasedTakeoverLeavesTheWindow() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");

    story.settled(Ending.release(story.takenOver()));

    assertThat(story.run("evt-1").windowStart())
        .as(story.story("nobody knows that the first claim's effect did not start"))
        .isEqualTo(first.startedAt());
  }

  private static List<Attempt> claimUntilGranted(Scenario story, ClaimRequest request) {
    List<Attempt> granted = List.of();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL && granted.isEmpty(); i++) {
      granted = story.claim(request);
    }
    assertThat(granted).as(story.story("something is granted")).isNotEmpty();
    return granted;
  }
}
