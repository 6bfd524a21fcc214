package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How attempts end: rules ES-20 to ES-28. */
public interface SettlementContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-20 a settlement under an old token is superseded and changes nothing")
  default void es20SettlementUnderAnOldTokenChangesNothing() {
    Scenario story = scenario();
    for (int kind = 0; kind < 5; kind++) {
      String id = "evt-" + kind;
      Attempt old = story.started(id);
      Settlement late = Ending.ofEveryKind(old).get(kind);
      story.settled(late instanceof Settlement.Retry ? Ending.release(old) : Ending.retry(old));
      Attempt current = story.run(id);
      Snapshot before = story.snapshot(story.key(id));

      assertThat(story.settle(late))
          .as(story.story("the newer claim is told"))
          .isEqualTo(new SettleAnswer.Superseded(current.claim().token().value()));
      assertThat(story.snapshot(story.key(id)))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("ES-20 a settlement under a token that was never given out is superseded")
  default void es20SettlementUnderAnInventedTokenChangesNothing() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Snapshot before = story.snapshot(claim.key());
    Claim invented =
        new Claim(
            claim.key(),
            claim.owner(),
            claim.claimId(),
            new FencingToken(claim.token().value() + 1_000_000),
            claim.leaseEnd());

    assertThat(story.settle(new Settlement.Complete(invented, Ending.RESPONSE)))
        .as(story.story("greater is not newer"))
        .isEqualTo(new SettleAnswer.Superseded(claim.token().value()));
    assertThat(story.snapshot(claim.key())).as(story.story("nothing changes")).isEqualTo(before);
  }

  @Test
  @DisplayName("ES-20 a settlement of an event that is not known is superseded by nobody")
  default void es20SettlementOfAnUnknownEventIsSuperseded() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Claim elsewhere =
        new Claim(
            story.key("evt-2"), claim.owner(), claim.claimId(), claim.token(), claim.leaseEnd());

    assertThat(story.settle(new Settlement.Complete(elsewhere, Ending.RESPONSE)))
        .as(story.story())
        .isEqualTo(new SettleAnswer.Superseded(0));
    assertThat(story.record(claim.key()).state())
        .as(story.story("the token's own event is untouched"))
        .isEqualTo(EventState.PROCESSING);
  }

  @Test
  @DisplayName("ES-21 a settlement that is sent again is Settled again and changes nothing")
  default void es21SettlementSentAgainChangesNothing() {
    Scenario story = scenario();
    for (int kind = 0; kind < 5; kind++) {
      String id = "evt-" + kind;
      Settlement settlement = Ending.ofEveryKind(story.started(id)).get(kind);
      story.settled(settlement);
      Snapshot before = story.snapshot(story.key(id));
      story.advance(Duration.ofSeconds(1));

      assertThat(story.settle(settlement))
          .as(story.story("the lost reply is given again"))
          .isInstanceOf(SettleAnswer.Settled.class);
      assertThat(story.snapshot(story.key(id)))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("ES-21 a failure that is sent again with another reason is Settled by the first")
  default void es21FailureSentAgainKeepsItsFirstReason() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    story.settled(Ending.fail(attempt, FailureReason.PERMANENT));

    assertSettledAgain(story, Ending.fail(attempt, FailureReason.EXHAUSTED));
  }

  @Test
  @DisplayName("ES-21 a failure that is sent again after it was discarded is Settled again")
  default void es21FailureSentAgainAfterADiscard() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    story.settled(Ending.fail(attempt, FailureReason.PERMANENT));
    story.done(attempt.claim().key(), story.discard());

    assertSettledAgain(story, Ending.fail(attempt, FailureReason.PERMANENT));
  }

  @Test
  @DisplayName("ES-21 a completion that is sent again after a purge is Settled again")
  default void es21CompletionSentAgainAfterAPurge() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    story.settled(Ending.complete(attempt));
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    story.purge(LedgerContract.SHORT);

    assertSettledAgain(story, Ending.complete(attempt));
  }

  private static void assertSettledAgain(Scenario story, Settlement settlement) {
    Snapshot before = story.snapshot(settlement.claim().key());
    assertThat(story.settle(settlement))
        .as(story.story("no newer claim was granted"))
        .isEqualTo(new SettleAnswer.Settled());
    assertThat(story.snapshot(settlement.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("ES-21 another kind of settlement under the same token is superseded")
  default void es21AnotherKindUnderTheSameTokenIsSuperseded() {
    Scenario story = scenario();
    for (int first = 0; first < 5; first++) {
      String id = "evt-" + first;
      Attempt attempt = story.started(id);
      story.settled(Ending.ofEveryKind(attempt).get(first));
      Snapshot before = story.snapshot(story.key(id));

      for (int second = 0; second < 5; second++) {
        if (second != first) {
          assertThat(story.settle(Ending.ofEveryKind(attempt).get(second)))
              .as(story.story("the first word counts"))
              .isEqualTo(new SettleAnswer.Superseded(attempt.claim().token().value()));
        }
      }
      assertThat(story.snapshot(story.key(id)))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("ES-22 Complete keeps the response, clears the doubt mark and is written")
  default void es22CompleteKeepsTheResponse() {
    Scenario story = scenario();
    Attempt doubtful = story.started(story.event("evt-1").lane("cus-1"));
    story.settled(Ending.doubt(doubtful));
    story.advance(Duration.ofSeconds(3));
    Attempt attempt = story.run("evt-1");

    EventRecord record = story.settled(Ending.complete(attempt));

    assertThat(record.status())
        .as(story.story())
        .isInstanceOfSatisfying(
            Status.Complete.class,
            complete -> {
              assertThat(complete.at()).isCloseTo(story.now(), story.exactly());
              assertThat(complete.how()).isEqualTo(Completion.HANDLED);
              assertThat(complete.response()).isEqualTo(Ending.RESPONSE);
            });
    assertThat(record.inDoubt()).as(story.story("the outcome is certain")).isFalse();
    assertThat(record.holdsLane()).as(story.story("it lets go of its lane")).isFalse();
    assertThat(story.newestEntry(record.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.COMPLETED);
    story.started(story.event("evt-2").lane("cus-1"));
  }

  @Test
  @DisplayName("ES-22 responses of all sizes are kept: bodies up to 64 KiB, digests above")
  default void es22ResponsesOfAllSizesAreKept() {
    Scenario story = scenario();
    for (int size : new int[] {0, 1, Response.MAX_BODY_BYTES, Response.MAX_BODY_BYTES + 1}) {
      Response response = Response.of(599, "application/octet-stream", new byte[size]);
      Attempt attempt = story.started("evt-" + size);

      EventRecord record = story.settled(new Settlement.Complete(attempt.claim(), response));

      assertThat(record.status())
          .as(story.story(size + " bytes"))
          .isInstanceOfSatisfying(
              Status.Complete.class,
              complete -> assertThat(complete.response()).isEqualTo(response));
    }
  }

  @Test
  @DisplayName("ES-23 Retry makes it PENDING and due later, and treats the doubt mark as told")
  default void es23RetryMakesItPending() {
    Scenario story = scenario();
    for (DoubtMark mark : List.of(DoubtMark.CLEAR, DoubtMark.KEEP)) {
      String id = "evt-" + mark;
      story.settled(Ending.doubt(story.started(id)));
      Attempt attempt = story.run(id);

      EventRecord record =
          story.settled(
              new Settlement.Retry(attempt.claim(), Duration.ofSeconds(7), mark, Ending.PROBLEM));

      assertThat(dueAt(story, record))
          .as(story.story())
          .isCloseTo(story.now().plusSeconds(7), story.exactly());
      assertThat(record.inDoubt()).as(story.story()).isEqualTo(mark == DoubtMark.KEEP);
      assertThat(record.problem()).as(story.story()).isEqualTo(Ending.PROBLEM);
      assertThat(record.attempts()).as(story.story("both attempts count")).isEqualTo(2);
      assertThat(story.newestEntry(record.key()).kind())
          .as(story.story())
          .isEqualTo(DecisionKind.RETRY_SCHEDULED);
    }
  }

  @Test
  @DisplayName("ES-24 Doubt makes it PENDING with the doubt mark, due later")
  default void es24DoubtMakesItPendingWithTheMark() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");

    EventRecord record = story.settled(Ending.doubt(attempt, Duration.ofMinutes(2)));

    assertThat(dueAt(story, record))
        .as(story.story())
        .isCloseTo(story.now().plusSeconds(120), story.exactly());
    assertThat(record.inDoubt()).as(story.story()).isTrue();
    assertThat(record.attempts()).as(story.story("the attempt counts")).isEqualTo(1);
    assertThat(story.newestEntry(record.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.IN_DOUBT);
    story.advance(Duration.ofMinutes(2));
    assertThat(story.run("evt-1").inDoubt()).as(story.story("the next claim knows")).isTrue();
  }

  @Test
  @DisplayName("ES-25 Fail makes it FAILED with its reason and is written")
  default void es25FailMakesItFailed() {
    Scenario story = scenario();
    for (FailureReason reason : FailureReason.values()) {
      if (reason == FailureReason.CANCELLED) {
        continue;
      }
      EventRecord record = story.failed("evt-" + reason, reason);

      assertThat(record.status())
          .as(story.story())
          .isInstanceOfSatisfying(
              Status.Failed.class,
              failed -> {
                assertThat(failed.reason()).isEqualTo(reason);
                assertThat(failed.at()).isCloseTo(story.now(), story.exactly());
              });
      assertThat(story.newestEntry(record.key()).kind())
          .as(story.story())
          .isEqualTo(reason == FailureReason.IN_DOUBT ? DecisionKind.PARKED : DecisionKind.FAILED);
      assertThat(story.claim(record.key())).as(story.story("it does not run")).isEmpty();
    }
  }

  @Test
  @DisplayName("ES-25 Fail treats the doubt mark as told")
  default void es25FailTreatsTheMarkAsTold() {
    Scenario story = scenario();
    for (boolean marked : new boolean[] {false, true}) {
      for (DoubtMark mark : DoubtMark.values()) {
        String id = "evt-" + marked + "-" + mark;
        Attempt attempt = story.started(id);
        story.settled(marked ? Ending.doubt(attempt) : Ending.retry(attempt));

        EventRecord record =
            story.settled(
                new Settlement.Fail(
                    story.run(id).claim(),
                    FailureReason.EXHAUSTED,
                    mark,
                    HeadOfLine.BLOCK,
                    Ending.PROBLEM));

        boolean expected = mark == DoubtMark.SET || (mark == DoubtMark.KEEP && marked);
        assertThat(record.inDoubt()).as(story.story()).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("ES-26 Release makes it PENDING and takes the attempt back")
  default void es26ReleaseTakesTheAttemptBack() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");

    EventRecord released = story.settled(Ending.release(first, Duration.ofSeconds(7)));
    assertThat(released.attempts()).as(story.story("it did not run")).isZero();
    assertThat(released.inDoubt()).as(story.story()).isFalse();
    assertThat(dueAt(story, released))
        .as(story.story())
        .isCloseTo(story.now().plusSeconds(7), story.exactly());
    assertThat(story.newestEntry(released.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.RELEASED);

    story.advance(Duration.ofSeconds(7));
    story.settled(Ending.doubt(story.run("evt-1")));
    EventRecord again = story.settled(Ending.release(story.run("evt-1")));
    assertThat(again.attempts()).as(story.story("one attempt did run")).isEqualTo(1);
    assertThat(again.inDoubt()).as(story.story("the mark stays")).isTrue();
  }

  @Test
  @DisplayName("ES-27 a claim whose lease ended but that nobody took over still renews and settles")
  default void es27LapsedClaimStillRenewsAndSettles() {
    Scenario story = scenario();
    Attempt renewed = story.started("evt-1");
    Attempt completed = story.started("evt-2");
    story.advance(Scenario.LEASE.multipliedBy(10));

    assertThat(story.renew(renewed.claim(), Scenario.LEASE))
        .as(story.story())
        .isInstanceOf(RenewAnswer.Renewed.class);
    story.settled(Ending.complete(completed));
    story.settled(Ending.complete(renewed));
  }

  @Test
  @DisplayName("ES-28 each settlement of a batch is decided alone and in list order")
  default void es28EachSettlementIsDecidedAlone() {
    Scenario story = scenario();
    Attempt old = story.started("evt-1");
    story.settled(Ending.retry(old));
    Attempt current = story.run("evt-1");
    Attempt other = story.started("evt-2");
    EventKey unknown = story.key("evt-unknown");
    Claim nobody =
        new Claim(unknown, Scenario.OWNER, story.newId(), old.claim().token(), story.now());

    List<SettleAnswer> answers =
        story
            .events()
            .settle(
                List.of(
                    Ending.complete(old),
                    Ending.complete(current),
                    Ending.under(nobody, Ending.complete(old)),
                    Ending.retry(other),
                    Ending.complete(other)));

    long newest = current.claim().token().value();
    assertThat(answers)
        .as(story.story())
        .containsExactly(
            new SettleAnswer.Superseded(newest),
            new SettleAnswer.Settled(),
            new SettleAnswer.Superseded(0),
            new SettleAnswer.Settled(),
            new SettleAnswer.Superseded(other.claim().token().value()));
    assertThat(story.record(story.key("evt-1")).state()).isEqualTo(EventState.COMPLETE);
    assertThat(story.record(story.key("evt-2")).state()).isEqualTo(EventState.PENDING);
  }

  @Test
  @DisplayName("ES-28 each renewal of a batch is decided alone and in list order")
  default void es28EachRenewalIsDecidedAlone() {
    Scenario story = scenario();
    Attempt old = story.started("evt-1");
    story.settled(Ending.retry(old));
    Attempt current = story.run("evt-1");
    Attempt other = story.started("evt-2");

    List<RenewAnswer> answers =
        story.events().renew(List.of(other.claim(), old.claim(), current.claim()), Scenario.LEASE);

    assertThat(answers)
        .as(story.story())
        .extracting(answer -> answer.getClass().getSimpleName())
        .containsExactly("Renewed", "Superseded", "Renewed");
  }

  @Test
  @DisplayName("ES-29 the problem is that of the newest attempt that did not succeed")
  default void es29ProblemIsThatOfTheNewestAttempt() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();
    List<Function<Attempt, Settlement>> endings =
        List.of(Ending::retry, Ending::doubt, Ending::release);
    for (Function<Attempt, Settlement> ending : endings) {
      Settlement settlement = ending.apply(story.run("evt-1"));
      EventRecord ended = story.settled(settlement);
      assertThat(ended.problem()).as(story.story("it says why")).isEqualTo(problemOf(settlement));
      assertThat(ended.holdsLane()).as(story.story("there is no lane to hold")).isFalse();
    }
    EventRecord failed = story.settled(Ending.fail(story.run("evt-1"), FailureReason.PERMANENT));
    assertThat(failed.problem()).as(story.story("it says why")).isEqualTo(Ending.PROBLEM);
    EventRecord retried = story.done(key, story.retry());
    assertThat(retried.problem()).as(story.story("it still does")).isEqualTo(Ending.PROBLEM);
    EventRecord running = story.record(story.run("evt-1").claim().key());
    assertThat(running.problem()).as(story.story("and while it runs")).isEqualTo(Ending.PROBLEM);
    assertThat(running.holdsLane()).as(story.story("there is no lane to hold")).isFalse();
  }

  @Test
  @DisplayName("ES-29 success and a replay clear the problem, and a person's word does not")
  default void es29SuccessClearsTheProblem() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.settled(Ending.retry(first));
    EventRecord complete = story.settled(Ending.complete(story.run("evt-1")));
    assertThat(complete.problem()).as(story.story("it succeeded")).isEqualTo(Problem.NONE);

    EventKey parked = story.failed("evt-2", FailureReason.IN_DOUBT).key();
    EventRecord confirmed = story.done(parked, story.confirm());
    assertThat(confirmed.problem()).as(story.story("confirmed")).isEqualTo(Ending.PROBLEM);
    EventRecord replayed = story.done(parked, story.replay());
    assertThat(replayed.problem()).as(story.story("a fresh start")).isEqualTo(Problem.NONE);

    EventKey dead = story.failed("evt-3", FailureReason.PERMANENT).key();
    EventRecord discarded = story.done(dead, story.discard());
    assertThat(discarded.problem()).as(story.story("discarded")).isEqualTo(Ending.PROBLEM);
  }

  private static Problem problemOf(Settlement settlement) {
    return settlement.match(
        complete -> Problem.NONE,
        Settlement.Retry::problem,
        Settlement.Doubt::problem,
        Settlement.Fail::problem,
        Settlement.Release::problem);
  }

  private static Instant dueAt(Scenario story, EventRecord record) {
    assertThat(record.status()).as(story.story()).isInstanceOf(Status.Pending.class);
    return ((Status.Pending) record.status()).dueAt();
  }
}
