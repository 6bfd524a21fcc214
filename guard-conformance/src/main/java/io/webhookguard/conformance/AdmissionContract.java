package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How events come in: rules ES-1 to ES-9. */
public interface AdmissionContract extends StoreUnderTest {

  @Test
  @DisplayName(
      "ES-1 a new event is PENDING and due now, with a RECEIVED entry, when it is answered")
  default void es1NewEventIsPendingAndDueNow() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1");

    assertThat(story.admit(draft)).as(story.story()).isInstanceOf(Admission.Queued.class);

    EventRecord record = story.secondClient().events().find(draft.key()).orElseThrow();
    assertThat(record.status())
        .as(story.story("another client sees it waiting"))
        .isInstanceOfSatisfying(
            Status.Pending.class,
            pending -> assertThat(pending.dueAt()).isCloseTo(story.now(), story.exactly()));
    assertThat(record.receivedAt()).as(story.story()).isCloseTo(story.now(), story.exactly());
    assertThat(record.attempts()).as(story.story("nothing ran")).isZero();
    assertThat(record.generation()).as(story.story()).isEqualTo(1);
    assertThat(record.newestToken()).as(story.story("nobody claimed it")).isZero();
    assertThat(record.inDoubt() || record.holdsLane()).as(story.story()).isFalse();
    assertThat(record.windowStart()).as(story.story("no key was used")).isEmpty();
    assertThat(story.decisions(draft.key()))
        .as(story.story())
        .containsExactly(DecisionKind.RECEIVED);
  }

  @Test
  @DisplayName("ES-2 a known event with the same body is a duplicate, whatever else differs")
  default void es2SameBodyIsADuplicateWhateverElseDiffers() {
    Scenario story = scenario();
    for (EventState state : EventState.values()) {
      String id = "evt-" + state;
      story.inState(id, state);
      Snapshot before = story.snapshot(story.key(id));

      Draft again = story.event(id).type("invoice.voided").lane("cus-9").rank(7);
      story.advance(Scenario.LEASE.dividedBy(2));
      Payload relabelled = Payload.of("text/plain", again.arrival().payload().toByteArray());

      for (Draft draft : List.of(again, again.toClaim(), again.toIgnore(IgnoreReason.UNHANDLED))) {
        assertThat(story.admit(draft.body(relabelled).deliveredWith(story.event(id))))
            .as(story.story(id + " is known"))
            .isEqualTo(new Admission.Duplicate(before.record().orElseThrow()));
      }
      assertThat(story.snapshot(story.key(id)))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("ES-2 a known event with another body is a conflict, and the first body stays")
  default void es2AnotherBodyIsAConflict() {
    Scenario story = scenario();
    for (EventState state : EventState.values()) {
      String id = "evt-" + state;
      story.inState(id, state);
      Snapshot before = story.snapshot(story.key(id));

      Draft changed = story.event(id).body("{\"amount\":1}");

      assertThat(story.admit(changed))
          .as(story.story(id + " is known with another body"))
          .isEqualTo(new Admission.Conflict(before.record().orElseThrow()));
      assertThat(story.snapshot(story.key(id)))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("ES-3 keys that differ in any code point are different events")
  default void es3KeysThatDifferInAnyCodePointAreDifferentEvents() {
    Scenario story = scenario();
    List<String> ids =
        List.of(
            "evt_a",
            "evt_A",
            "evt_á",
            "evt_a\u0301",
            "evt_a.",
            "evt_a..",
            "evt_ａ",
            "evt_a b",
            "evt_a  b",
            "evt_a\u00a0b",
            "evt_a\u200db",
            "evt_ab",
            "straße",
            "strasse",
            "İd",
            "id",
            "ıd",
            "ID",
            "1",
            "01",
            "1e0",
            "evt_%",
            "evt__",
            "evt_'",
            "evt_\"",
            "evt_\\",
            "null",
            "🧾",
            "🧿",
            "a".repeat(255),
            "a".repeat(254) + "b");
    List<Draft> drafts = ids.stream().map(id -> story.event(id).body("body of " + id)).toList();

    assertThat(story.admitAll(drafts))
        .as(story.story("all are new"))
        .allMatch(Admission.Queued.class::isInstance);

    for (Draft draft : drafts) {
      assertThat(story.events().payload(draft.key()))
          .as(story.story(draft.key() + " has its own body"))
          .contains(draft.arrival().payload());
      assertThat(story.entries(draft.key())).as(story.story("and its own entries")).hasSize(1);
    }
  }

  @Test
  @DisplayName("ES-3 the same text split differently over the parts of a key is another event")
  default void es3SameTextSplitDifferentlyIsAnotherEvent() {
    Scenario story = scenario();
    List<Draft> drafts =
        List.of(
            story.event("b1"),
            story.event("1").scope("b"),
            story.event("b1").scope("a"),
            story.event("1").scope("ab"),
            story.event("a/b1"),
            story.event("b1").route(new Route("shop", "audit")),
            story.event("b1").route(new Route("shopmain", "main")),
            story.event("b1").route(new Route("shop", "maina")),
            story.event("1").scope("B"));

    assertThat(story.admitAll(drafts))
        .as(story.story("all are new"))
        .allMatch(Admission.Queued.class::isInstance);
    assertThat(drafts)
        .as(story.story("each is found under its own key"))
        .allMatch(draft -> story.record(draft.key()).key().equals(draft.key()));
  }

  @Test
  @DisplayName("ES-4 a repeated delivery of a waiting event is answered Queued again")
  default void es4RepeatedDeliveryIsQueuedAgain() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1");
    story.queued(draft);
    Snapshot before = story.snapshot(draft.key());

    assertThat(story.admit(draft)).as(story.story()).isInstanceOf(Admission.Queued.class);
    assertThat(story.admit(draft.body("{\"other\":1}")))
        .as(story.story("whatever the body"))
        .isInstanceOf(Admission.Queued.class);
    assertThat(story.snapshot(draft.key())).as(story.story("nothing changes")).isEqualTo(before);

    story.run("evt-1");
    assertThat(story.admit(draft))
        .as(story.story("a worker's claim is not the delivery's"))
        .isInstanceOf(Admission.Queued.class);
  }

  @Test
  @DisplayName("ES-4 a repeated delivery gets the claim it made, while that is current")
  default void es4RepeatedDeliveryGetsItsClaimWhileCurrent() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").toClaim();
    Attempt first = story.started(draft);
    Snapshot before = story.snapshot(draft.key());

    assertThat(story.admit(draft))
        .as(story.story("the same claim"))
        .isEqualTo(new Admission.Claimed(first));
    assertThat(story.snapshot(draft.key())).as(story.story("nothing changes")).isEqualTo(before);

    story.settled(Ending.complete(first));
    assertThat(story.admit(draft))
        .as(story.story("the claim is over"))
        .isInstanceOf(Admission.Queued.class);
  }

  @Test
  @DisplayName("ES-4 a repeated delivery does not get a claim that somebody took over")
  default void es4RepeatedDeliveryDoesNotGetAClaimThatWasTakenOver() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").toClaim();
    story.started(draft);

    story.takenOver();

    assertThat(story.admit(draft)).as(story.story()).isInstanceOf(Admission.Queued.class);
  }

  @Test
  @DisplayName("ES-4 a repeated delivery of an ignored event is answered Ignored again")
  default void es4RepeatedDeliveryIsIgnoredAgain() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").toIgnore(IgnoreReason.LIVEMODE);
    story.admit(draft);
    Snapshot before = story.snapshot(draft.key());

    assertThat(story.admit(draft)).as(story.story()).isInstanceOf(Admission.Ignored.class);
    assertThat(story.snapshot(draft.key())).as(story.story("nothing changes")).isEqualTo(before);
  }

  @Test
  @DisplayName("ES-4 a repeated delivery of an ignored event is Ignored though it was replayed")
  default void es4RepeatedDeliveryIsIgnoredThoughReplayed() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").toIgnore(IgnoreReason.UNHANDLED);
    story.admit(draft);
    story.done(draft.key(), story.replay());

    assertThat(story.admit(draft))
        .as(story.story("the first answer"))
        .isEqualTo(new Admission.Ignored());
  }

  @Test
  @DisplayName("ES-5 each arrival of a batch is decided alone and in list order")
  default void es5EachArrivalIsDecidedAloneAndInListOrder() {
    Scenario story = scenario();
    story.queued(story.event("evt-known"));
    Draft shared = story.event("evt-1");

    List<Admission> answers =
        story.admitAll(
            List.of(
                shared,
                story.event("evt-known"),
                story.event("evt-1"),
                story.event("evt-1").body("{\"other\":1}"),
                story.event("evt-known").body("{\"other\":1}"),
                story.event("evt-2").toClaim(),
                story.event("evt-2").toClaim(),
                story.event("evt-3").toIgnore(IgnoreReason.UNHANDLED),
                shared,
                story.event("evt-4")));

    assertThat(answers)
        .as(story.story("the first of a key is new, all others are known"))
        .extracting(answer -> answer.getClass().getSimpleName())
        .containsExactly(
            "Queued",
            "Duplicate",
            "Duplicate",
            "Conflict",
            "Conflict",
            "Claimed",
            "Duplicate",
            "Ignored",
            "Duplicate",
            "Queued");
  }

  @Test
  @DisplayName("ES-5 a batch of 1,000 with every key twice records each key once")
  default void es5LargeBatchWithRepeatsRecordsEachKeyOnce() {
    Scenario story = scenario();
    List<Draft> drafts =
        IntStream.range(0, 1_000).mapToObj(i -> story.event("evt-" + i % 500)).toList();

    List<Admission> answers = story.admitAll(drafts);

    assertThat(answers.subList(0, 500))
        .as(story.story())
        .allMatch(Admission.Queued.class::isInstance);
    assertThat(answers.subList(500, 1_000))
        .as(story.story())
        .allMatch(Admission.Duplicate.class::isInstance);
    assertThat(drafts.subList(0, 500))
        .as(story.story("one entry each"))
        .allMatch(draft -> story.decisions(draft.key()).equals(List.of(DecisionKind.RECEIVED)));
  }

  @Test
  @DisplayName("ES-6 of concurrent admissions of one key exactly one is new")
  default void es6ExactlyOneOfConcurrentAdmissionsIsNew() {
    Scenario story = scenario();
    for (int round = 0; round < 40; round++) {
      String id = "evt-" + round;

      List<Admission> answers =
          Race.of(
              6,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                Draft draft = story.event(id);
                Arrival arrival = (number < 3 ? draft : draft.toClaim()).arrival();
                return client.events().admit(List.of(arrival)).get(0);
              });

      assertThat(answers)
          .as(story.story("exactly one of round " + round + " is new: " + answers))
          .filteredOn(answer -> !(answer instanceof Admission.Duplicate))
          .hasSize(1);
      assertThat(story.decisions(story.key(id)))
          .as(story.story("it was received once"))
          .containsOnlyOnce(DecisionKind.RECEIVED);
    }
  }

  @Test
  @DisplayName("ES-6 of concurrent batches with the same keys exactly one has each of them new")
  default void es6ConcurrentBatchesShareTheirKeys() {
    Scenario story = scenario();
    for (int round = 0; round < 10; round++) {
      int first = round * 20;
      List<List<Admission>> answers =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                List<Arrival> batch = new ArrayList<>();
                IntStream.range(first, first + 20)
                    .forEach(i -> batch.add(story.event("evt-" + i).arrival()));
                Collections.shuffle(batch, new Random(number));
                return client.events().admit(batch);
              });

      assertThat(answers.stream().flatMap(List::stream))
          .as(story.story("20 keys are new once each in round " + round))
          .filteredOn(Admission.Queued.class::isInstance)
          .hasSize(20);
    }
  }

  @Test
  @DisplayName("ES-7 a new event that is to run at once is PROCESSING when it is answered")
  default void es7NewEventToRunAtOnceIsProcessing() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").lane("cus-1").toClaim();

    Attempt attempt = story.started(draft);

    Claim claim = attempt.claim();
    EventRecord record = story.secondClient().events().find(draft.key()).orElseThrow();
    assertThat(record.status())
        .as(story.story("another client sees the claim"))
        .isEqualTo(new Status.Processing(Scenario.OWNER, claim.claimId(), claim.leaseEnd()));
    assertThat(claim.leaseEnd())
        .as(story.story())
        .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly());
    assertThat(record.newestToken()).as(story.story()).isEqualTo(claim.token().value());
    assertThat(record.attempts()).as(story.story()).isEqualTo(1);
    assertThat(attempt.number()).as(story.story()).isEqualTo(1);
    assertThat(attempt.inDoubt()).as(story.story()).isFalse();
    assertThat(attempt.windowStart()).as(story.story()).isEqualTo(attempt.startedAt());
    assertThat(story.decisions(draft.key()))
        .as(story.story())
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED);
  }

  @Test
  @DisplayName("ES-8 an ignored event is COMPLETE with one entry that says why, outside its lane")
  default void es8IgnoredEventIsComplete() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").lane("cus-1").toIgnore(IgnoreReason.UNHANDLED);

    assertThat(story.admit(draft)).as(story.story()).isInstanceOf(Admission.Ignored.class);

    assertThat(story.record(draft.key()).status())
        .as(story.story())
        .isInstanceOfSatisfying(
            Status.Complete.class,
            complete -> assertThat(complete.how()).isEqualTo(Completion.IGNORED));
    assertThat(story.decisions(draft.key()))
        .as(story.story())
        .containsExactly(DecisionKind.IGNORED);
    assertThat(story.newestEntry(draft.key()).detail())
        .as(story.story("the entry says why"))
        .containsIgnoringCase("unhandled");
    story.started(story.event("evt-2").lane("cus-1"));
  }

  @Test
  @DisplayName("ES-9 what was admitted comes back as it was, in every claim and record")
  default void es9WhatWasAdmittedComesBackAsItWas() {
    Scenario story = scenario();
    byte[] everyByte = new byte[512];
    IntStream.range(0, 512).forEach(i -> everyByte[i] = (byte) i);
    Draft draft =
        story
            .event("evt-é-🧾")
            .scope("acct_Ä")
            .type("paiement.reçu/β")
            .lane("client n° 1 — Ω")
            .attributes(
                Attributes.of(
                    Map.of("api-version", "2026-06-30", "trace", "a=b\n\\n\r\"Ω", "empty", "")))
            .body(Payload.of("application/json; charset=\"utf-8\"", everyByte));

    Attempt admitted = story.started(draft);
    assertComesBack(story, draft, admitted);
    assertComesBack(story, draft, story.events().claims(admitted.claim().claimId()).get(0));
    assertComesBack(story, draft, story.takenOver());

    EventRecord record = story.record(draft.key());
    assertThat(record.key()).as(story.story()).isEqualTo(draft.key());
    assertThat(record.type()).as(story.story()).isEqualTo(draft.arrival().type());
    assertThat(record.lane()).as(story.story()).isEqualTo(draft.arrival().lane());
    assertThat(record.payloadSha256())
        .as(story.story())
        .isEqualTo(draft.arrival().payload().sha256());
    assertThat(record.payloadKept()).as(story.story()).isTrue();
  }

  @Test
  @DisplayName("ES-9 payloads from nothing to 1 MiB come back byte for byte")
  default void es9PayloadsOfAllSizesComeBack() {
    Scenario story = scenario();
    for (int size : new int[] {0, 1, 4_095, 65_536, 1_048_576}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Draft draft = story.event("evt-" + size).body(Payload.of("", bytes));
      story.queued(draft);

      assertThat(story.events().payload(draft.key()))
          .as(story.story(size + " bytes are read"))
          .contains(draft.arrival().payload());
      assertThat(story.run("evt-" + size).payload())
          .as(story.story(size + " bytes are claimed"))
          .isEqualTo(draft.arrival().payload());
    }
  }

  private static void assertComesBack(Scenario story, Draft draft, Attempt attempt) {
    Arrival arrival = draft.arrival();
    EventKey key = attempt.claim().key();
    Lane lane = attempt.lane();
    assertThat(key).as(story.story()).isEqualTo(arrival.key());
    assertThat(attempt.type()).as(story.story()).isEqualTo(arrival.type());
    assertThat(lane).as(story.story()).isEqualTo(arrival.lane());
    assertThat(attempt.attributes()).as(story.story()).isEqualTo(arrival.attributes());
    assertThat(attempt.payload()).as(story.story()).isEqualTo(arrival.payload());
    assertThat(attempt.generation()).as(story.story()).isEqualTo(1);
  }
}
