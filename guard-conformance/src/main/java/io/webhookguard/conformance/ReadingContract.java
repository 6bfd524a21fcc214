package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What readers see, what age takes and what outlives a process: rules ES-50 to ES-56. */
public interface ReadingContract extends StoreUnderTest {

  /** Payloads go after ten days, tombstones after thirty. */
  Retention RETENTION = new Retention(Duration.ofDays(10), Duration.ofDays(30));

  @Test
  @DisplayName("ES-50 a read that starts after a write was answered shows it")
  default void es50ReadAfterAWriteShowsIt() {
    Scenario story = scenario();
    EventStore reader = story.secondClient().events();
    for (int i = 0; i < 50; i++) {
      Draft draft = story.event("evt-" + i);
      story.events().admit(List.of(draft.arrival()));
      assertThat(reader.payload(draft.key())).contains(draft.arrival().payload());
      Attempt attempt = story.events().claim(story.one(draft.key())).get(0);
      assertThat(reader.claims(attempt.claim().claimId())).containsExactly(attempt);
      story.events().settle(List.of(Ending.complete(attempt)));

      assertThat(reader.find(draft.key()).map(EventRecord::state))
          .as(story.story("round " + i))
          .contains(EventState.COMPLETE);
      assertThat(story.secondClient().ledger().entries(draft.key())).hasSize(3);
      EventQuery query = EventQuery.ALL.eventId("evt-" + i).state(EventState.COMPLETE);
      assertThat(reader.search(query, PageRequest.first(10)).events()).hasSize(1);
    }
  }

  @Test
  @DisplayName("ES-51 a search lists each event once over all pages, newest admission first")
  default void es51SearchListsEachEventOnce() {
    Scenario story = scenario();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      story.queued(story.event("evt-" + i));
      expected.add("evt-" + i);
      story.advance(Duration.ofSeconds(1));
    }
    Collections.reverse(expected);
    story.settled(Ending.complete(story.run("evt-3")));
    story.done(story.key("evt-3"), story.replay());

    assertThat(idsOf(pages(story, EventQuery.ALL, 7)))
        .as(story.story())
        .containsExactlyElementsOf(expected);
    assertThat(pages(story, EventQuery.ALL, 23)).as(story.story("one page is enough")).hasSize(23);
  }

  @Test
  @DisplayName("ES-51 the newest admission comes first though the clock went back in between")
  default void es51NewestAdmissionComesFirstThoughTheClockWentBack() {
    Scenario story = scenario();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      story.queued(story.event("evt-" + i));
      expected.add("evt-" + i);
      story.advance(Duration.ofSeconds(-1));
    }
    Collections.reverse(expected);

    assertThat(idsOf(pages(story, EventQuery.ALL, 2)))
        .as(story.story())
        .containsExactlyElementsOf(expected);
  }

  @Test
  @DisplayName("ES-51 events that were admitted at one time are listed once over all pages")
  default void es51EventsOfOneTimeAreListedOnce() {
    Scenario story = scenario();
    List<Draft> drafts = IntStream.range(0, 50).mapToObj(i -> story.event("evt-" + i)).toList();
    story.admitAll(drafts);

    assertThat(idsOf(pages(story, EventQuery.ALL, 3)))
        .as(story.story())
        .containsExactlyInAnyOrderElementsOf(
            drafts.stream().map(draft -> draft.key().eventId()).toList());
  }

  @Test
  @DisplayName("ES-51 a search joins its conditions, and each compares whole texts")
  default void es51SearchJoinsItsConditions() {
    Scenario story = scenario();
    Route market = new Route("market", "audit");
    story.queued(story.event("evt-1").lane("cus-1"));
    story.queued(story.event("evt-1").scope("acct-1").lane("cus-1").route(market));
    story.queued(story.event("EVT-1").lane("CUS-1"));
    story.settled(Ending.complete(story.started("evt-10")));

    EventQuery all = EventQuery.ALL;
    assertThat(pages(story, all.eventId("evt-1"), 10)).as(story.story()).hasSize(2);
    assertThat(pages(story, all.lane(Lane.of("cus-1")), 10)).as(story.story()).hasSize(2);
    assertThat(pages(story, all.lane(Lane.NONE), 10)).as(story.story()).hasSize(1);
    assertThat(pages(story, all.source("market"), 10)).as(story.story()).hasSize(1);
    assertThat(pages(story, all.consumer("audit"), 10)).as(story.story()).hasSize(1);
    assertThat(pages(story, all.state(EventState.PENDING), 10)).as(story.story()).hasSize(3);
    assertThat(pages(story, all.state(EventState.FAILED), 10)).as(story.story()).isEmpty();
    EventQuery joined = all.source("shop").consumer("main").eventId("evt-1");
    assertThat(pages(story, joined.lane(Lane.of("cus-1")), 10)).as(story.story()).hasSize(1);
    assertThat(pages(story, joined.lane(Lane.NONE), 10)).as(story.story()).isEmpty();
  }

  @Test
  @DisplayName("ES-51 a search leaves out the bodies of responses")
  default void es51SearchLeavesOutBodies() {
    Scenario story = scenario();
    EventRecord whole = story.settled(Ending.complete(story.started("evt-1")));

    EventRecord listed = pages(story, EventQuery.ALL, 10).get(0);

    assertThat(listed.status())
        .as(story.story())
        .isInstanceOfSatisfying(
            Status.Complete.class,
            complete -> assertThat(complete.response()).isEqualTo(Ending.RESPONSE.withoutBody()));
    assertThat(listed).usingRecursiveComparison().ignoringFields("status").isEqualTo(whole);
  }

  @Test
  @DisplayName("ES-51 a cursor that the store did not make is refused")
  default void es51CursorThatTheStoreDidNotMakeIsRefused() {
    Scenario story = scenario();
    IntStream.range(0, 5).forEach(i -> story.queued(story.event("evt-" + i)));
    PageRequest.Cursor made =
        story.events().search(EventQuery.ALL, PageRequest.first(2)).next().orElseThrow();

    for (String text : List.of("x", "-1", "0", "null", "'; --", made.text() + "!")) {
      PageRequest page = new PageRequest(new PageRequest.Cursor(text), 2);
      assertThatThrownBy(() -> story.events().search(EventQuery.ALL, page))
          .as(story.story("cursor " + text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("ES-52 a purge takes payload and response body of what was settled long enough ago")
  default void es52PurgeTakesPayloadAndBody() {
    Scenario story = scenario();
    EventRecord complete = story.settled(Ending.complete(story.started("evt-complete")));
    EventKey cancelled = story.cancelled("evt-cancelled").key();
    story.advance(RETENTION.payload());
    assertThat(story.purge(RETENTION)).as(story.story("not longer ago")).isEqualTo(none());

    story.advance(story.precision());
    assertThat(story.purge(RETENTION)).as(story.story()).isEqualTo(new Purged(2, 0));

    for (EventKey key : List.of(complete.key(), cancelled)) {
      assertThat(story.events().payload(key)).as(story.story("the payload went")).isEmpty();
      assertThat(story.record(key).payloadKept()).as(story.story()).isFalse();
      assertThat(story.newestEntry(key).kind()).as(story.story()).isEqualTo(DecisionKind.PURGED);
    }
    assertThat(story.record(complete.key()).status())
        .as(story.story("status and digest of the response stay"))
        .isInstanceOfSatisfying(
            Status.Complete.class,
            status -> assertThat(status.response()).isEqualTo(Ending.RESPONSE.withoutBody()));
    assertThat(story.record(complete.key()).payloadSha256()).isEqualTo(complete.payloadSha256());
  }

  @Test
  @DisplayName("ES-52 age counts from the settlement, not from the admission")
  default void es52AgeCountsFromTheSettlement() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-handled");
    EventKey waiting = story.queued(story.event("evt-cancelled")).key();
    story.advance(RETENTION.payload().multipliedBy(2));
    story.settled(Ending.complete(attempt));
    story.done(waiting, story.discard());

    assertThat(story.purge(RETENTION)).as(story.story("both are just settled")).isEqualTo(none());
    story.advance(RETENTION.payload().plusSeconds(1));
    assertThat(story.purge(RETENTION))
        .as(story.story("both were settled long ago"))
        .isEqualTo(new Purged(2, 0));
  }

  @Test
  @DisplayName("ES-52 a purge leaves the problem of what was given up")
  default void es52PurgeLeavesTheProblem() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.PERMANENT).key();
    EventRecord cancelled = story.done(key, story.discard());
    story.advance(RETENTION.payload().plusSeconds(1));

    assertThat(story.purge(RETENTION)).as(story.story()).isEqualTo(new Purged(1, 0));

    assertThat(story.record(key).problem())
        .as(story.story("it is not the payload's"))
        .isEqualTo(cancelled.problem());
  }

  @Test
  @DisplayName("ES-52 a purge leaves everything that is not done with, however old it is")
  default void es52PurgeLeavesWhatIsNotDoneWith() {
    Scenario story = scenario();
    List<EventKey> keys = new ArrayList<>();
    keys.add(story.inState("evt-pending", EventState.PENDING).key());
    keys.add(story.inState("evt-running", EventState.PROCESSING).key());
    for (FailureReason reason : FailureReason.values()) {
      if (reason != FailureReason.CANCELLED) {
        keys.add(story.failed("evt-" + reason, reason).key());
      }
    }
    keys.add(story.inState("evt-complete", EventState.COMPLETE).key());
    story.done(story.key("evt-complete"), story.replay());
    story.advance(Duration.ofDays(1_000));
    List<Snapshot> before = keys.stream().map(story::snapshot).toList();

    assertThat(story.purge(RETENTION)).as(story.story()).isEqualTo(none());
    assertThat(keys.stream().map(story::snapshot).toList())
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("ES-52 a purge takes at most its limit in a call")
  default void es52PurgeTakesAtMostItsLimit() {
    Scenario story = scenario();
    for (int i = 0; i < 12; i++) {
      story.settled(Ending.complete(story.started("evt-" + i)));
    }
    story.advance(RETENTION.payload().plusSeconds(1));

    int payloads = 0;
    for (int i = 0; i < 12; i++) {
      Purged purged = story.events().purge(RETENTION, 5);
      assertThat(purged.payloads()).as(story.story()).isLessThanOrEqualTo(5);
      payloads += purged.payloads();
    }
    assertThat(payloads).as(story.story("all go in the end")).isEqualTo(12);
  }

  @Test
  @DisplayName("ES-53 a tombstone is recognised until the dedup horizon has passed")
  default void es53TombstoneIsRecognised() {
    Scenario story = scenario();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    EventKey cancelled = story.cancelled("evt-2").key();
    story.advance(RETENTION.payload().plusSeconds(1));
    story.purge(RETENTION);
    story.advance(RETENTION.dedupHorizon().minus(RETENTION.payload()).minusSeconds(1));
    assertThat(story.purge(RETENTION)).as(story.story("not older yet")).isEqualTo(none());
    Snapshot before = story.snapshot(key);

    assertThat(story.admit(story.event("evt-1").toClaim()))
        .as(story.story("the same body"))
        .isEqualTo(new Admission.Duplicate(story.record(key)));
    assertThat(story.admit(story.event("evt-1").body("{\"other\":1}")))
        .as(story.story("another body"))
        .isEqualTo(new Admission.Conflict(story.record(key)));
    assertThat(story.admit(story.event("evt-2")))
        .as(story.story("what was cancelled"))
        .isEqualTo(new Admission.Duplicate(story.record(cancelled)));
    assertThat(story.snapshot(key)).as(story.story("nothing changes")).isEqualTo(before);
  }

  @Test
  @DisplayName("ES-53 a tombstone past the dedup horizon goes, and its ledger entries stay")
  default void es53TombstoneGoesAndItsEntriesStay() {
    Scenario story = scenario();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    story.advance(RETENTION.payload().plusSeconds(1));
    story.purge(RETENTION);
    story.advance(RETENTION.dedupHorizon());
    List<DecisionKind> decided = story.decisions(key);

    assertThat(story.purge(RETENTION)).as(story.story()).isEqualTo(new Purged(0, 1));

    assertThat(story.events().find(key)).as(story.story("it is not known")).isEmpty();
    assertThat(story.decisions(key)).as(story.story("the ledger is")).isEqualTo(decided);
    assertThat(story.admit(story.event("evt-1")))
        .as(story.story("a late redelivery looks new"))
        .isInstanceOf(Admission.Queued.class);
  }

  @Test
  @DisplayName("ES-54 what was answered is there after the process was killed")
  default void es54WhatWasAnsweredOutlivesTheProcess() {
    Scenario story = scenario(Capability.PERSISTENT);
    List<EventKey> keys = new ArrayList<>();
    for (EventState state : EventState.values()) {
      keys.add(story.inState("evt-" + state, state).key());
    }
    Attempt held = story.started(story.event("evt-held").lane("cus-1"));
    keys.add(held.claim().key());
    story.store().steps().record(held.claim(), "charge", held.payload());
    List<Snapshot> before = keys.stream().map(story::snapshot).toList();

    story.restart();

    assertThat(keys.stream().map(story::snapshot).toList())
        .as(story.story("all is as it was"))
        .isEqualTo(before);
    assertThat(story.events().claims(held.claim().claimId()))
        .as(story.story("the claim is still current"))
        .containsExactly(held);
    story.settled(Ending.complete(held));
  }

  @Test
  @DisplayName("ES-54 each answer outlives the process, though nobody read what it wrote")
  default void es54EachAnswerOutlivesTheProcess() {
    Scenario story = scenario(Capability.PERSISTENT);
    Draft draft = story.event("evt-1");
    story.admit(draft);
    story.restart();
    assertThat(story.record(draft.key()).state())
        .as(story.story("it was admitted"))
        .isEqualTo(EventState.PENDING);

    Attempt attempt = story.run("evt-1");
    story.restart();
    assertThat(story.events().claims(attempt.claim().claimId()))
        .as(story.story("it was claimed"))
        .containsExactly(attempt);

    story.store().steps().record(attempt.claim(), "charge", attempt.payload());
    story.restart();
    assertThat(story.store().steps().recall(attempt.claim()))
        .as(story.story("the step was kept"))
        .isEqualTo(new Steps.Recalled.Results(Map.of("charge", attempt.payload())));

    story.settle(Ending.complete(attempt));
    story.restart();
    assertThat(story.record(draft.key()).state())
        .as(story.story("it was settled"))
        .isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("ES-55 two clients of the same data obey each other's writes")
  default void es55TwoClientsObeyEachOther() {
    Scenario story = scenario(Capability.SHARED);
    EventStore other = story.secondClient().events();
    Attempt first = story.started("evt-1");
    assertThat(other.admit(List.of(story.event("evt-1").toClaim().arrival())))
        .as(story.story("it is known to both"))
        .hasOnlyElementsOfType(Admission.Duplicate.class);
    assertThat(other.claim(story.one(story.key("evt-1"))))
        .as(story.story("it is claimed for both"))
        .isEmpty();

    story.advance(Scenario.LEASE);
    List<Attempt> taken = story.recoverSome(other);
    assertThat(taken).as(story.story("its lease ended for both")).hasSize(1);
    Attempt takeover = taken.get(0);
    assertThat(story.settle(Ending.complete(first)))
        .as(story.story("the token counts for both"))
        .isEqualTo(new SettleAnswer.Superseded(takeover.claim().token().value()));
    story.settled(Ending.retry(takeover));
    assertThat(other.claim(story.one(story.key("evt-1")))).as(story.story()).hasSize(1);
  }

  @Test
  @DisplayName("ES-56 a batch above 1,000 items is refused before anything is written")
  default void es56LargeBatchesAreRefused() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Snapshot before = story.snapshot(claim.key());
    List<Arrival> arrivals =
        IntStream.range(0, 1_001).mapToObj(i -> story.event("evt-b" + i).arrival()).toList();
    Settlement complete = new Settlement.Complete(claim, Ending.RESPONSE);

    assertThatThrownBy(() -> story.events().admit(arrivals))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> story.events().settle(Collections.nCopies(1_001, complete)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> story.events().renew(Collections.nCopies(1_001, claim), Scenario.LEASE))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(story.events().find(arrivals.get(0).key())).as(story.story()).isEmpty();
    assertThat(story.snapshot(claim.key())).as(story.story("nothing changes")).isEqualTo(before);
  }

  @Test
  @DisplayName("ES-56 an empty batch is answered by an empty list")
  default void es56EmptyBatchesAreAnswered() {
    Scenario story = scenario();

    assertThat(story.events().admit(List.of())).isEmpty();
    assertThat(story.events().settle(List.of())).isEmpty();
    assertThat(story.events().renew(List.of(), Scenario.LEASE)).isEmpty();
    story.store().ledger().append(List.of());
    assertThat(story.store().ledger().scan(0, 10).entries()).as(story.story()).isEmpty();
  }

  private static Purged none() {
    return new Purged(0, 0);
  }

  private static List<EventRecord> pages(Scenario story, EventQuery query, int size) {
    List<EventRecord> listed = new ArrayList<>();
    PageRequest.Cursor cursor = PageRequest.Cursor.START;
    for (int i = 0; i < 100; i++) {
      EventPage page = story.events().search(query, new PageRequest(cursor, size));
      assertThat(page.events()).as(story.story()).hasSizeLessThanOrEqualTo(size);
      listed.addAll(page.events());
      if (page.next().isEmpty()) {
        return listed;
      }
      cursor = page.next().get();
    }
    throw new AssertionError(story.story("the pages end").value());
  }

  private static List<String> idsOf(List<EventRecord> records) {
    return records.stream().map(record -> record.key().eventId()).toList();
  }
}
