package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Changes outside any attempt: rules ES-40 to ES-47. */
public interface InterventionContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-40 an intervention that is sent again is Done again and changes nothing")
  default void es40InterventionSentAgainChangesNothing() {
    Scenario story = scenario();
    story.failed("evt-redelivery", FailureReason.EXHAUSTED);
    assertRepeatChangesNothing(story, "evt-redelivery", story.redelivery(1));
    story.failed("evt-retry", FailureReason.PERMANENT);
    assertRepeatChangesNothing(story, "evt-retry", story.retry());
    story.failed("evt-confirm", FailureReason.IN_DOUBT);
    assertRepeatChangesNothing(story, "evt-confirm", story.confirm());
    story.failed("evt-discard", FailureReason.PERMANENT);
    assertRepeatChangesNothing(story, "evt-discard", story.discard());
    story.inState("evt-replay", EventState.COMPLETE);
    assertRepeatChangesNothing(story, "evt-replay", story.replay());
  }

  @Test
  @DisplayName("ES-40 an intervention that is sent again is Done though the event has run since")
  default void es40InterventionIsDoneThoughTheEventHasRunSince() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.PERMANENT).key();
    Intervention retry = story.retry();
    story.done(key, retry);
    story.settled(Ending.fail(story.run("evt-1"), FailureReason.PERMANENT));
    Snapshot before = story.snapshot(key);

    assertThat(story.intervene(key, retry))
        .as(story.story("it took effect once"))
        .isEqualTo(new InterventionAnswer.Done(before.record().orElseThrow()));
    assertThat(story.snapshot(key)).as(story.story("nothing changes")).isEqualTo(before);
    assertThat(story.done(key, story.retry()).state())
        .as(story.story("another retry does"))
        .isEqualTo(EventState.PENDING);
  }

  @Test
  @DisplayName("ES-40 a replay that is sent again after its run was completed replays nothing")
  default void es40ReplaySentAgainAfterItsRunReplaysNothing() {
    Scenario story = scenario();
    EventKey key = story.inState("evt-1", EventState.COMPLETE).key();
    Intervention replay = story.replay();
    story.done(key, replay);
    story.settled(Ending.complete(story.run("evt-1")));
    Snapshot before = story.snapshot(key);

    assertThat(story.intervene(key, replay))
        .as(story.story("one order, one more effect"))
        .isEqualTo(new InterventionAnswer.Done(before.record().orElseThrow()));
    assertThat(story.snapshot(key)).as(story.story("nothing changes")).isEqualTo(before);
  }

  @Test
  @DisplayName("ES-41 a redelivery reopens an exhausted event with fresh attempts")
  default void es41RedeliveryReopensAnExhaustedEvent() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    EventRecord failed =
        story.settled(
            new Settlement.Fail(
                attempt.claim(),
                FailureReason.EXHAUSTED,
                DoubtMark.SET,
                HeadOfLine.BLOCK,
                Ending.PROBLEM));
    story.advance(Duration.ofHours(1));

    EventRecord reopened = story.done(failed.key(), story.redelivery(1));

    assertPendingAndDueNow(story, reopened);
    assertThat(reopened.attempts()).as(story.story("fresh attempts")).isZero();
    assertThat(reopened.reopenings()).as(story.story()).isEqualTo(1);
    assertThat(reopened.inDoubt()).as(story.story("the mark stays")).isTrue();
    assertThat(reopened.windowStart())
        .as(story.story("the key is the same"))
        .isEqualTo(failed.windowStart());
    assertThat(story.newestEntry(failed.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.REOPENED);
    assertThat(story.run("evt-1").number()).as(story.story()).isEqualTo(1);
  }

  @Test
  @DisplayName("ES-41 a redelivery reopens no more often than the source allows")
  default void es41RedeliveryReopensNoMoreOftenThanAllowed() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.EXHAUSTED).key();
    for (int i = 0; i < 2; i++) {
      story.done(key, story.redelivery(2));
      story.settled(Ending.fail(story.run("evt-1"), FailureReason.EXHAUSTED));
    }

    assertRefused(story, key, story.redelivery(2), Refusal.REOPENINGS_SPENT);
    story.done(key, story.redelivery(3));
  }

  @Test
  @DisplayName("ES-41 a person's discard and retry give no reopening back")
  default void es41RetryOfAPersonGivesNoReopeningBack() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.EXHAUSTED).key();
    story.done(key, story.redelivery(1));
    story.settled(Ending.fail(story.run("evt-1"), FailureReason.EXHAUSTED));
    story.done(key, story.discard());

    assertThat(story.done(key, story.retry()).reopenings())
        .as(story.story("they count by generation"))
        .isEqualTo(1);
    story.settled(Ending.fail(story.run("evt-1"), FailureReason.EXHAUSTED));
    assertRefused(story, key, story.redelivery(1), Refusal.REOPENINGS_SPENT);
  }

  @Test
  @DisplayName("ES-41 a redelivery reopens only while the other side still knows the key")
  default void es41RedeliveryReopensOnlyInsideTheKeyWindow() {
    Scenario story = scenario();
    Duration window = Duration.ofHours(20);
    for (String id : List.of("evt-1", "evt-2")) {
      story.failed(id, FailureReason.EXHAUSTED);
    }

    story.advance(window);
    Intervention inTime = new Intervention.Redelivery(story.newId(), 5, window);
    story.done(story.key("evt-1"), inTime);
    story.advance(story.precision());
    Intervention late = new Intervention.Redelivery(story.newId(), 5, window);
    assertRefused(story, story.key("evt-2"), late, Refusal.KEY_WINDOW_PASSED);
  }

  @Test
  @DisplayName("ES-41 a redelivery reopens no event that failed for another reason")
  default void es41RedeliveryReopensExhaustedEventsAlone() {
    Scenario story = scenario();
    for (FailureReason reason : FailureReason.values()) {
      if (reason != FailureReason.EXHAUSTED) {
        EventKey key = failedFor(story, reason).key();
        assertRefused(story, key, story.redelivery(5), Refusal.WRONG_STATE);
      }
    }
  }

  @Test
  @DisplayName("ES-42 a person's retry takes any FAILED event and begins with fresh attempts")
  default void es42RetryTakesAnyFailedEvent() {
    Scenario story = scenario();
    for (FailureReason reason : FailureReason.values()) {
      EventRecord failed = failedFor(story, reason);
      story.advance(Duration.ofDays(2));

      EventRecord retried = story.done(failed.key(), story.retry());

      assertPendingAndDueNow(story, retried);
      assertThat(retried.attempts()).as(story.story("fresh attempts")).isZero();
      assertThat(retried.generation()).as(story.story("the same generation")).isEqualTo(1);
      assertThat(retried.windowStart()).as(story.story("the window begins anew")).isEmpty();
      assertThat(retried.inDoubt())
          .as(story.story("the mark stays"))
          .isEqualTo(reason == FailureReason.IN_DOUBT);
      assertThat(story.newestEntry(failed.key()).kind())
          .as(story.story())
          .isEqualTo(DecisionKind.RETRIED);
    }
  }

  @Test
  @DisplayName("ES-43 a confirmation completes what is parked with the response that it gives")
  default void es43ConfirmCompletesWhatIsParked() {
    Scenario story = scenario();
    for (FailureReason reason : List.of(FailureReason.IN_DOUBT, FailureReason.KEY_WINDOW)) {
      EventKey key = failedFor(story, reason).key();
      story.advance(Duration.ofHours(1));

      EventRecord confirmed = story.done(key, story.confirm());

      assertThat(confirmed.status())
          .as(story.story())
          .isInstanceOfSatisfying(
              Status.Complete.class,
              complete -> {
                assertThat(complete.how()).isEqualTo(Completion.CONFIRMED);
                assertThat(complete.response()).isEqualTo(Ending.RESPONSE);
                assertThat(complete.at()).isCloseTo(story.now(), story.exactly());
              });
      assertThat(confirmed.inDoubt() || confirmed.holdsLane()).as(story.story()).isFalse();
      assertThat(story.newestEntry(key).kind()).as(story.story()).isEqualTo(DecisionKind.CONFIRMED);
    }
  }

  @Test
  @DisplayName("ES-43 a confirmation takes no event whose outcome is known")
  default void es43ConfirmTakesNoEventWhoseOutcomeIsKnown() {
    Scenario story = scenario();
    for (FailureReason reason : FailureReason.values()) {
      if (reason != FailureReason.IN_DOUBT && reason != FailureReason.KEY_WINDOW) {
        EventKey key = failedFor(story, reason).key();
        assertRefused(story, key, story.confirm(), Refusal.WRONG_STATE);
      }
    }
  }

  @Test
  @DisplayName("ES-44 discarding cancels what is PENDING or FAILED, once")
  default void es44DiscardCancels() {
    Scenario story = scenario();
    story.queued(story.event("evt-new"));
    story.settled(Ending.retry(story.started(story.event("evt-held").lane("cus-1"))));
    story.failed("evt-failed", FailureReason.PERMANENT);
    story.failed("evt-parked", FailureReason.IN_DOUBT);

    for (String id : List.of("evt-new", "evt-held", "evt-failed", "evt-parked")) {
      EventRecord discarded = story.done(story.key(id), story.discard());

      assertThat(discarded.status())
          .as(story.story())
          .isInstanceOfSatisfying(
              Status.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CANCELLED));
      assertThat(discarded.holdsLane()).as(story.story("it lets go of its lane")).isFalse();
      assertThat(story.newestEntry(discarded.key()).kind())
          .as(story.story())
          .isEqualTo(DecisionKind.DISCARDED);
      assertRefused(story, discarded.key(), story.discard(), Refusal.WRONG_STATE);
    }
    assertThat(story.runnable()).as(story.story("none of them runs")).isEmpty();
  }

  @Test
  @DisplayName("ES-45 a replay runs a COMPLETE event in the next generation, as if it were new")
  default void es45ReplayRunsInTheNextGeneration() {
    Scenario story = scenario();
    story.settled(Ending.doubt(story.started("evt-handled")));
    story.settled(Ending.complete(story.run("evt-handled")));
    story.admit(story.event("evt-ignored").toIgnore(IgnoreReason.UNHANDLED));
    story.failed("evt-confirmed", FailureReason.IN_DOUBT);
    story.done(story.key("evt-confirmed"), story.confirm());
    story.advance(Duration.ofHours(1));

    for (String id : List.of("evt-handled", "evt-ignored", "evt-confirmed")) {
      EventRecord replayed = story.done(story.key(id), story.replay());

      assertPendingAndDueNow(story, replayed);
      assertThat(replayed.generation()).as(story.story()).isEqualTo(2);
      assertThat(replayed.attempts()).as(story.story()).isZero();
      assertThat(replayed.reopenings()).as(story.story()).isZero();
      assertThat(replayed.inDoubt()).as(story.story()).isFalse();
      assertThat(replayed.windowStart()).as(story.story()).isEmpty();
      assertThat(story.newestEntry(replayed.key()).kind())
          .as(story.story())
          .isEqualTo(DecisionKind.REPLAYED);
      Attempt attempt = story.run(id);
      assertThat(List.of(attempt.generation(), attempt.number()))
          .as(story.story())
          .containsExactly(2, 1);
    }
  }

  @Test
  @DisplayName("ES-45 a replay of an ignored event runs it with the attributes that it came with")
  default void es45ReplayKeepsTheAttributesOfAnIgnoredEvent() {
    Scenario story = scenario();
    Attributes attributes = Attributes.of(Map.of("api-version", "2026-01"));
    Draft draft = story.event("evt-1").toIgnore(IgnoreReason.UNHANDLED).attributes(attributes);
    story.admit(draft);
    story.done(draft.key(), story.replay());

    assertThat(story.run("evt-1"))
        .as(story.story("as it was admitted"))
        .satisfies(attempt -> assertThat(attempt.attributes()).isEqualTo(attributes))
        .satisfies(attempt -> assertThat(attempt.payload()).isEqualTo(draft.arrival().payload()));
  }

  @Test
  @DisplayName("ES-45 a replay gives the event its reopenings back")
  default void es45ReplayGivesReopeningsBack() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.EXHAUSTED).key();
    story.done(key, story.redelivery(1));
    story.settled(Ending.complete(story.run("evt-1")));
    story.done(key, story.replay());
    story.settled(Ending.fail(story.run("evt-1"), FailureReason.EXHAUSTED));

    assertThat(story.done(key, story.redelivery(1)).reopenings()).as(story.story()).isEqualTo(1);
  }

  @Test
  @DisplayName("ES-46 every intervention from another state is refused and changes nothing")
  default void es46InterventionFromAnotherStateIsRefused() {
    Scenario story = scenario();
    for (EventState state : EventState.values()) {
      EventKey key = story.inState("evt-" + state, state).key();
      if (state != EventState.FAILED) {
        assertRefused(story, key, story.redelivery(5), Refusal.WRONG_STATE);
        assertRefused(story, key, story.retry(), Refusal.WRONG_STATE);
        assertRefused(story, key, story.confirm(), Refusal.WRONG_STATE);
      }
      if (state == EventState.PROCESSING || state == EventState.COMPLETE) {
        assertRefused(story, key, story.discard(), Refusal.WRONG_STATE);
      }
      if (state != EventState.COMPLETE) {
        assertRefused(story, key, story.replay(), Refusal.WRONG_STATE);
      }
    }
  }

  @Test
  @DisplayName("ES-46 an event that is not known is Unknown, and one without payload does not run")
  default void es46UnknownAndPurgedEventsAreTold() {
    Scenario story = scenario();
    EventKey complete = story.inState("evt-complete", EventState.COMPLETE).key();
    EventKey cancelled = story.cancelled("evt-cancelled").key();
    story.advance(Duration.ofDays(2));
    story.purge(new Retention(Duration.ofDays(1), Duration.ofDays(100)));

    assertRefused(story, complete, story.replay(), Refusal.PAYLOAD_PURGED);
    assertRefused(story, cancelled, story.retry(), Refusal.PAYLOAD_PURGED);
    for (Intervention intervention :
        List.of(
            story.redelivery(5), story.retry(), story.confirm(), story.discard(), story.replay())) {
      assertThat(story.intervene(story.key("evt-unknown"), intervention))
          .as(story.story())
          .isInstanceOf(InterventionAnswer.Unknown.class);
    }
  }

  @Test
  @DisplayName("ES-46 the entry of an intervention carries who and why")
  default void es46EntryCarriesActorAndReason() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.IN_DOUBT).key();
    for (Intervention intervention :
        List.of(story.confirm(), story.replay(), story.discard(), story.retry())) {
      story.done(key, intervention);

      LedgerEntry entry = story.newestEntry(key);
      assertThat(entry.actor()).as(story.story()).isEqualTo(Scenario.OPERATOR.actor());
      assertThat(entry.detail()).as(story.story()).contains(Scenario.OPERATOR.reason());
    }
  }

  @Test
  @DisplayName("ES-47 a terminal event changes by nothing that deliveries and claims do")
  default void es47TerminalEventChangesByNoDeliveryOrClaim() {
    Scenario story = scenario();
    for (boolean complete : new boolean[] {true, false}) {
      Draft draft = story.event("evt-" + complete).toClaim();
      EventKey key = draft.key();
      Attempt attempt = story.started(draft);
      Settlement ending =
          complete ? Ending.complete(attempt) : Ending.fail(attempt, FailureReason.EXHAUSTED);
      story.settled(ending);
      Snapshot before = story.snapshot(key);

      story.advance(Scenario.LEASE.multipliedBy(3));
      assertThat(story.admit(story.event("evt-" + complete).toClaim()))
          .as(story.story())
          .isInstanceOf(Admission.Duplicate.class);
      story.admit(draft);
      story.admit(story.event("evt-" + complete).body("{\"other\":1}"));
      story.claim(key);
      story.claimAll();
      story.recover(story.lapsed(100));
      story.renew(attempt.claim(), Scenario.LEASE);
      Ending.ofEveryKind(attempt).forEach(story::settle);

      assertThat(story.snapshot(key)).as(story.story("nothing changes")).isEqualTo(before);
    }
  }

  private static EventRecord failedFor(Scenario story, FailureReason reason) {
    String id = "evt-" + reason;
    return reason == FailureReason.CANCELLED ? story.cancelled(id) : story.failed(id, reason);
  }

  private static void assertPendingAndDueNow(Scenario story, EventRecord record) {
    assertThat(record.status())
        .as(story.story())
        .isInstanceOfSatisfying(
            Status.Pending.class,
            pending -> assertThat(pending.dueAt()).isCloseTo(story.now(), story.exactly()));
    assertThat(story.record(record.key()))
        .as(story.story("the answer shows the event as it is"))
        .isEqualTo(record);
  }

  private static void assertRepeatChangesNothing(
      Scenario story, String id, Intervention intervention) {
    story.done(story.key(id), intervention);
    Snapshot before = story.snapshot(story.key(id));
    story.advance(Duration.ofSeconds(1));

    assertThat(story.done(story.key(id), intervention))
        .as(story.story())
        .isEqualTo(before.record().orElseThrow());
    assertThat(story.snapshot(story.key(id))).as(story.story("nothing changes")).isEqualTo(before);
  }

  private static void assertRefused(
      Scenario story, EventKey key, Intervention intervention, Refusal refusal) {
    Snapshot before = story.snapshot(key);
    assertThat(story.intervene(key, intervention))
        .as(story.story("it is refused"))
        .isEqualTo(new InterventionAnswer.Refused(refusal, before.record().orElseThrow()));
    assertThat(story.snapshot(key)).as(story.story("nothing changes")).isEqualTo(before);
  }
}
