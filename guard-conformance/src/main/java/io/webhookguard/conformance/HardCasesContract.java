package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Cases on which stores of others broke: full batches, jumping clocks, long queues, late writes.
 */
public interface HardCasesContract extends StoreUnderTest {

  // Full batches.

  @Test
  @DisplayName("ES-5 in a full batch each repeat is told apart: delivery, key and body")
  default void es5RepeatsInAFullBatchAreToldApart() {
    Scenario story = scenario();
    List<Draft> drafts = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < Limits.MAX_BATCH / 4; i++) {
      Draft first = story.event("evt-" + i);
      drafts.addAll(
          List.of(first, first, story.event("evt-" + i), first.body("{\"other\":" + i + "}")));
      expected.addAll(List.of("Queued", "Duplicate", "Duplicate", "Conflict"));
    }

    assertThat(story.admitAll(drafts))
        .as(story.story())
        .extracting(EventTransitions::nameOf)
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("ES-4 events of one request share their delivery id, and each gets its own answer")
  default void es4EventsOfOneRequestShareTheirDeliveryId() {
    Scenario story = scenario();
    Draft first = story.event("evt-1").toClaim();
    Draft second = story.event("evt-2").deliveredWith(first);
    List<Admission> answers = story.admitAll(List.of(first, second));
    assertThat(answers)
        .as(story.story("both are new"))
        .extracting(EventTransitions::nameOf)
        .containsExactly("Claimed", "Queued");

    assertThat(story.admitAll(List.of(second, first)))
        .as(story.story("a repeat gets the first answers"))
        .containsExactly(answers.get(1), answers.get(0));
  }

  @Test
  @DisplayName("ES-28 a full batch that names claims twice settles and renews each once")
  default void es28FullBatchThatNamesClaimsTwice() {
    Scenario story = scenario();
    int half = Limits.MAX_BATCH / 2;
    List<Draft> drafts =
        IntStream.range(0, half).mapToObj(i -> story.event("evt-" + i).toClaim()).toList();
    List<Attempt> attempts =
        story.admitAll(drafts).stream()
            .map(answer -> ((Admission.Claimed) answer).attempt())
            .toList();
    List<Claim> claims =
        Stream.concat(attempts.stream(), attempts.stream()).map(Attempt::claim).toList();
    assertThat(story.events().renew(claims, Scenario.LEASE))
        .as(story.story("each is renewed"))
        .hasSize(2 * half)
        .allMatch(RenewAnswer.Renewed.class::isInstance);

    List<Settlement> settlements =
        new ArrayList<>(attempts.stream().map(Ending::complete).toList());
    attempts.forEach(
        attempt ->
            settlements.add(
                attempt.claim().key().eventId().endsWith("0")
                    ? Ending.retry(attempt)
                    : Ending.complete(attempt)));
    List<SettleAnswer> answers = story.events().settle(settlements);

    assertThat(answers.subList(0, half))
        .as(story.story("the first of each takes effect"))
        .allMatch(SettleAnswer.Settled.class::isInstance);
    for (int i = half; i < 2 * half; i++) {
      boolean sameKind = settlements.get(i) instanceof Settlement.Complete;
      assertThat(answers.get(i))
          .as(story.story("the second of " + settlements.get(i).claim().key()))
          .isInstanceOf(sameKind ? SettleAnswer.Settled.class : SettleAnswer.Superseded.class);
    }
    assertThat(attempts)
        .as(story.story("three entries each"))
        .allMatch(attempt -> story.entries(attempt.claim().key()).size() == 3);
  }

  @Test
  @DisplayName("ES-28 clients that settle and renew the same events in opposite order both end")
  default void es28OppositeOrdersBothEnd() {
    Scenario story = scenario();
    for (int round = 0; round < 10; round++) {
      List<Draft> drafts = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        drafts.add(story.event("evt-" + round + "-" + i).toClaim());
      }
      List<Attempt> forwards =
          story.admitAll(drafts).stream()
              .map(answer -> ((Admission.Claimed) answer).attempt())
              .toList();
      List<Attempt> backwards = new ArrayList<>(forwards);
      Collections.reverse(backwards);

      List<List<SettleAnswer>> answers =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                List<Attempt> order = number < 2 ? forwards : backwards;
                client.events().renew(order.stream().map(Attempt::claim).toList(), Scenario.LEASE);
                List<Settlement> ends = order.stream().map(Ending::complete).toList();
                List<SettleAnswer> heard = client.events().settle(ends);
                while (heard.contains(new SettleAnswer.Locked()) && !Race.isOver()) {
                  heard = client.events().settle(ends);
                }
                return heard;
              });

      assertThat(answers.stream().flatMap(List::stream))
          .as(story.story("a settlement sent twice is Settled twice"))
          .allMatch(SettleAnswer.Settled.class::isInstance);
      assertThat(forwards)
          .as(story.story("and written once"))
          .allMatch(attempt -> story.entries(attempt.claim().key()).size() == 3);
    }
  }

  @Test
  @DisplayName("ES-6 clients that admit the same events in opposite order both end")
  default void es6OppositeOrdersBothEnd() {
    Scenario story = scenario();
    for (int round = 0; round < 10; round++) {
      int number = round;
      List<List<Admission>> answers =
          Race.of(
              4,
              runner -> {
                GuardStore client = runner % 2 == 0 ? story.store() : story.secondClient();
                List<Arrival> batch = new ArrayList<>();
                IntStream.range(0, 30)
                    .forEach(i -> batch.add(story.event("evt-" + number + "-" + i).arrival()));
                if (runner > 1) {
                  Collections.reverse(batch);
                }
                return client.events().admit(batch);
              });

      assertThat(answers.stream().flatMap(List::stream))
          .as(story.story("each of 30 keys is new once"))
          .filteredOn(Admission.Queued.class::isInstance)
          .hasSize(30);
    }
  }

  // Long queues.

  @Test
  @DisplayName("ES-14 dead letters and what waits behind them do not starve the tail")
  default void es14DeadLettersDoNotStarveTheTail() {
    Scenario story = scenario();
    List<Attempt> failing = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Draft draft = story.event("evt-dead-" + i);
      boolean lanes = story.has(Capability.LANES);
      failing.add(story.started(lanes ? draft.lane("lane-" + i) : draft));
      if (lanes) {
        story.admit(story.event("evt-behind-" + i).lane("lane-" + i));
      }
    }
    List<Settlement> endings =
        failing.stream().map(attempt -> Ending.fail(attempt, FailureReason.EXHAUSTED)).toList();
    story.events().settle(endings);
    story.advance(Duration.ofSeconds(1));
    story.queued(story.event("evt-tail"));

    List<String> found = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      story.events().claim(story.heads(1)).forEach(one -> found.add(one.claim().key().eventId()));
    }
    assertThat(found).as(story.story("one head at a time")).containsExactly("evt-tail");
  }

  @Test
  @DisplayName("ES-14 leases that have not ended do not hide one that has")
  default void es14HoldingLeasesDoNotHideAnEndedOne() {
    Scenario story = scenario();
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      claims.add(story.started("evt-" + i).claim());
    }
    Claim last = claims.remove(claims.size() - 1);
    story.events().renew(claims, Duration.ofHours(1));
    story.advance(Scenario.LEASE);

    List<EventKey> taken = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      story.events().recover(story.lapsed(1)).forEach(one -> taken.add(one.claim().key()));
    }
    assertThat(taken).as(story.story("one at a time")).containsExactly(last.key());
  }

  @Test
  @DisplayName("ES-52 a purge counts payloads and tombstones against one limit")
  default void es52PurgeCountsBothAgainstOneLimit() {
    Scenario story = scenario();
    completed(story, "evt-old-", 7);
    story.advance(ReadingContract.RETENTION.payload().plusSeconds(1));
    story.purge(ReadingContract.RETENTION);
    story.advance(ReadingContract.RETENTION.dedupHorizon());
    completed(story, "evt-new-", 7);
    story.advance(ReadingContract.RETENTION.payload().plusSeconds(1));

    int went = 0;
    for (int i = 0; i < 14; i++) {
      Purged purged = story.events().purge(ReadingContract.RETENTION, 3);
      assertThat(purged.payloads() + purged.tombstones())
          .as(story.story("at most 3 in a call"))
          .isLessThanOrEqualTo(3);
      went += purged.payloads() + purged.tombstones();
    }
    assertThat(went).as(story.story("all go in the end")).isEqualTo(14);
  }

  private static void completed(Scenario story, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      story.settled(Ending.complete(story.started(prefix + i)));
    }
  }

  // Late writes and repeated attempts.

  @Test
  @DisplayName("ES-10 attempts count when they start, so that a loop of crashes shows")
  default void es10LoopOfCrashesShows() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    for (int number = 1; number <= 5; number++) {
      Attempt crashed = story.run("evt-1");
      assertThat(crashed.number()).as(story.story("it tells its number")).isEqualTo(number);
      assertThat(story.record(crashed.claim().key()).attempts())
          .as(story.story("while it runs"))
          .isEqualTo(number);
      story.settled(Ending.doubt(story.takenOver()));
    }
  }

  @Test
  @DisplayName("ES-20 an attempt of an earlier generation or claim id settles nothing")
  default void es20AttemptOfAnEarlierGenerationSettlesNothing() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.settled(Ending.complete(first));
    story.done(first.claim().key(), story.replay());
    Attempt second = story.run("evt-1");
    Snapshot running = story.snapshot(first.claim().key());

    for (Settlement late : Ending.ofEveryKind(first)) {
      assertThat(story.settle(late))
          .as(story.story("it ended in the generation before"))
          .isEqualTo(new SettleAnswer.Superseded(second.claim().token().value()));
    }
    assertThat(story.renew(first.claim(), Scenario.LEASE))
        .as(story.story())
        .isInstanceOf(RenewAnswer.Superseded.class);
    assertThat(story.snapshot(first.claim().key())).as(story.story()).isEqualTo(running);
  }

  @Test
  @DisplayName("ES-31 a lease is measured from its own claim, not from the event's first one")
  default void es31LeaseIsMeasuredFromItsOwnClaim() {
    Scenario story = scenario();
    story.settled(Ending.retry(story.started("evt-1")));
    story.advance(Duration.ofDays(30));
    story.run("evt-1");

    assertThat(story.recoverSome()).as(story.story("it just started")).isEmpty();
    story.advance(Scenario.LEASE.minus(story.precision()));
    assertThat(story.recoverSome()).as(story.story("it holds")).isEmpty();
    story.advance(story.precision());
    assertThat(story.recoverSome()).as(story.story("it ended")).hasSize(1);
  }

  @Test
  @DisplayName("ES-32 of a takeover and a late settlement or renewal only one has its way")
  default void es32TakeoverAndLateWriteExcludeEachOther() {
    Scenario story = scenario();
    for (int round = 0; round < 60; round++) {
      Attempt lapsed = story.started("evt-" + round);
      story.advance(Scenario.LEASE);
      boolean settles = round % 2 == 0;

      List<Boolean> won =
          Race.of(
              2,
              number -> {
                if (number == 0) {
                  return !story.store().events().recover(story.lapsed(10)).isEmpty();
                }
                GuardStore client = story.secondClient();
                return settles
                    ? client.events().settle(List.of(Ending.complete(lapsed))).get(0)
                        instanceof SettleAnswer.Settled
                    : client.events().renew(List.of(lapsed.claim()), Scenario.LEASE).get(0)
                        instanceof RenewAnswer.Renewed;
              });

      assertThat(won).as(story.story("round " + round)).containsExactlyInAnyOrder(true, false);
      if (story.record(lapsed.claim().key()).state() == EventState.PROCESSING) {
        story.settled(Ending.complete(story.takenOver()));
      }
    }
  }

  // Clocks.

  @Test
  @DisplayName("ES-13 what a claim says stays the same at any fraction of a second")
  default void es13ClaimSaysTheSameAtAnyFraction() {
    Scenario story = scenario();
    for (long nanos : new long[] {1, 999, 123_456_789, 999_999_999, 500_000_000}) {
      story.advance(Duration.ofNanos(nanos));
      story.queued(story.event("evt-" + nanos));
      Attempt attempt = story.run("evt-" + nanos);
      EventKey key = attempt.claim().key();

      assertThat(story.secondClient().events().claims(attempt.claim().claimId()))
          .as(story.story("read again"))
          .containsExactly(attempt);
      assertThat(story.record(key).status())
          .as(story.story("as the record has it"))
          .isInstanceOfSatisfying(
              Status.Processing.class,
              held -> assertThat(held.leaseEnd()).isEqualTo(attempt.claim().leaseEnd()));
      assertThat(story.record(key).windowStart())
          .as(story.story("the window too"))
          .contains(attempt.windowStart());
      assertThat(story.started("evt-now-" + nanos))
          .as(story.story("and so does one that began with the admission"))
          .satisfies(
              now -> assertThat(story.events().claims(now.claim().claimId())).containsExactly(now));
      story.settled(Ending.complete(attempt));
    }
  }

  @Test
  @DisplayName("ES-57 a clock that jumps both ways around due times, ages and locks breaks nothing")
  default void es57JumpsAroundDueTimesAgesAndLocks() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease first = lock.tryAcquire("sweeper", "node-a", Duration.ofMinutes(1)).orElseThrow();
    Attempt retried = story.started("evt-due");
    story.settled(Ending.retry(retried, Duration.ofMinutes(1)));
    EventRecord young = story.settled(Ending.complete(story.started("evt-young")));
    Set<Long> tokens = new HashSet<>(List.of(first.token().value()));

    story.advance(Duration.ofDays(-2_000));
    assertThat(story.purge(ReadingContract.RETENTION))
        .as(story.story("what is settled in the future is not old"))
        .isEqualTo(new Purged(0, 0));
    assertThat(story.admit(story.event("evt-young")))
        .as(story.story("nor forgotten"))
        .isEqualTo(new Admission.Duplicate(young));
    assertThat(lock.release(first)).as(story.story()).isEqualTo(Lock.Release.RELEASED);
    tokens.add(lockedAnew(story, "node-b"));

    story.advance(Duration.ofDays(4_000));
    tokens.add(lockedAnew(story, "node-c"));
    assertThat(lock.renew(first, Duration.ofMinutes(1)))
        .as(story.story("an old lease stays old"))
        .isEqualTo(new Lock.Renewal.Superseded());
    Attempt late = story.run("evt-due");
    assertThat(late.claim().token()).as(story.story()).isGreaterThan(retried.claim().token());
    story.advance(Duration.ofDays(-1_000));
    assertThat(story.settle(Ending.complete(retried)))
        .as(story.story("an old claim too"))
        .isInstanceOf(SettleAnswer.Superseded.class);
    story.settled(Ending.complete(late));

    assertThat(tokens).as(story.story("no token comes twice")).hasSize(3);
    assertThat(story.entries(retried.claim().key()))
        .as(story.story("the ledger is in the order of what happened"))
        .extracting(LedgerEntry::number)
        .containsExactly(1, 2, 3, 4, 5);
  }

  private static long lockedAnew(Scenario story, String holder) {
    Lock lock = story.store().lock();
    Lease lease = lock.tryAcquire("sweeper", holder, Duration.ofMinutes(1)).orElseThrow();
    return lease.token().value();
  }

  @Test
  @DisplayName("ES-23 the longest delay is kept to the smallest step of time")
  default void es23LongestDelayIsKept() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    for (Duration lease : List.of(Limits.MAX_LEASE, Limits.MIN_LEASE)) {
      assertThat(story.renew(attempt.claim(), lease))
          .as(story.story())
          .isInstanceOfSatisfying(
              RenewAnswer.Renewed.class,
              renewed ->
                  assertThat(renewed.claim().leaseEnd())
                      .isCloseTo(story.now().plus(lease), story.exactly()));
    }
    story.settled(Ending.retry(attempt, Limits.MAX_DELAY));

    story.advance(Limits.MAX_DELAY.minus(story.precision()));
    assertThat(story.claim(attempt.claim().key())).as(story.story("not due yet")).isEmpty();
    story.advance(story.precision());
    assertThat(story.claim(attempt.claim().key())).as(story.story("due")).hasSize(1);
  }

  @Test
  @DisplayName("LN-10 ranks of any size keep their order")
  default void ln10RanksOfAnySizeKeepTheirOrder() {
    Scenario story = scenario(Capability.LANES);
    List<Long> ranks = List.of(Long.MAX_VALUE, 0L, Long.MIN_VALUE, -1L, 1L, 1L << 53);
    for (long rank : ranks) {
      story.queued(story.event("evt" + rank).lane("cus-1").rank(rank));
    }

    List<String> order = new ArrayList<>();
    for (int i = 0; i < ranks.size(); i++) {
      List<Attempt> head = story.claimAll();
      assertThat(head).as(story.story("one at a time")).hasSize(1);
      order.add(head.get(0).claim().key().eventId());
      story.settled(Ending.complete(head.get(0)));
    }
    assertThat(order)
        .as(story.story())
        .isEqualTo(ranks.stream().sorted().map(rank -> "evt" + rank).toList());
  }

  @Test
  @DisplayName("ES-41 a dead letter that comes again runs, and one that is complete does not")
  default void es41DeadLetterThatComesAgainRuns() {
    Scenario story = scenario();
    EventKey dead = story.failed("evt-dead", FailureReason.EXHAUSTED).key();
    EventKey complete = story.inState("evt-complete", EventState.COMPLETE).key();
    for (EventKey key : List.of(dead, complete)) {
      assertThat(story.admit(story.event(key.eventId())))
          .as(story.story("both are known"))
          .isInstanceOf(Admission.Duplicate.class);
      story.intervene(key, story.redelivery(1));
    }
    assertThat(story.runnable()).as(story.story()).containsExactly("evt-dead");
  }
}
