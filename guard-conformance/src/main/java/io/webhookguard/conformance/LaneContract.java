package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What runs one after another, and in which order: rules LN, for stores that declare LANES. */
public interface LaneContract extends StoreUnderTest {

  @Test
  @DisplayName("LN-1 at most one event of a lane is PROCESSING")
  default void ln1AtMostOneEventOfALaneIsProcessing() {
    Scenario story = scenario(Capability.LANES);
    for (int i = 0; i < 3; i++) {
      story.queued(story.event("evt-" + i).lane("cus-1"));
    }

    assertThat(story.runnable()).as(story.story()).containsExactly("evt-0");
    assertThat(story.runnable()).as(story.story("it is still running")).isEmpty();
    assertThat(story.claim(story.key("evt-1"))).as(story.story()).isEmpty();
  }

  @Test
  @DisplayName(
      "LN-1 concurrent workers never run two events of a lane at once, and run all in order")
  default void ln1ConcurrentWorkersNeverOverlapInALane() {
    Scenario story = scenario(Capability.LANES);
    int events = 60;
    story.admitAll(
        IntStream.range(0, events).mapToObj(i -> story.event("evt-" + i).lane("cus-1")).toList());
    AtomicInteger running = new AtomicInteger();
    List<String> order = Collections.synchronizedList(new ArrayList<>());

    Race.of(
        4,
        number -> {
          GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
          while (order.size() < events && !Race.isOver()) {
            for (Attempt attempt : client.events().claim(story.heads(5))) {
              assertThat(running.incrementAndGet()).as("events of the lane at once").isOne();
              order.add(attempt.claim().key().eventId());
              running.decrementAndGet();
              client.events().settle(List.of(Ending.complete(attempt)));
            }
          }
          return number;
        });

    assertThat(order)
        .as(story.story("in the order of the batch"))
        .containsExactlyElementsOf(IntStream.range(0, events).mapToObj(i -> "evt-" + i).toList());
  }

  @Test
  @DisplayName("LN-2 a head that is not due keeps the others of its lane waiting")
  default void ln2HeadThatIsNotDueKeepsOthersWaiting() {
    Scenario story = scenario(Capability.LANES);
    Attempt head = story.started(story.event("evt-1").lane("cus-1"));
    story.queued(story.event("evt-2").lane("cus-1"));
    story.settled(Ending.retry(head, Duration.ofMinutes(1)));

    assertThat(story.runnable()).as(story.story("evt-1 is not due")).isEmpty();
    assertThat(story.claim(story.key("evt-2"))).as(story.story("evt-2 is not first")).isEmpty();
    story.advance(Duration.ofMinutes(1));
    assertThat(story.runnable()).as(story.story()).containsExactly("evt-1");
  }

  @Test
  @DisplayName("LN-3 what was admitted after another was answered comes after it")
  default void ln3LaterAdmissionComesLater() {
    Scenario story = scenario(Capability.LANES);
    List<EventRecord> admitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      admitted.add(story.queued(story.event("evt-" + i).lane("cus-1")));
      story.advance(Duration.ofSeconds(-1));
    }
    story.admitAll(
        List.of(
            story.event("evt-9").lane("cus-1"),
            story.event("evt-other").lane("cus-2"),
            story.event("evt-8").lane("cus-1")));

    assertThat(admitted)
        .as(story.story("though the clock went back"))
        .extracting(EventRecord::position)
        .isSorted()
        .doesNotHaveDuplicates();
    story.advance(Duration.ofMinutes(1));
    assertThat(runInOrder(story, 7))
        .as(story.story("within a batch, list order decides"))
        .containsExactly("evt-0", "evt-1", "evt-2", "evt-3", "evt-4", "evt-9", "evt-8");
  }

  @Test
  @DisplayName("LN-3 concurrent admissions that do not overlap keep their order")
  default void ln3ConcurrentAdmissionsKeepTheirOrder() {
    Scenario story = scenario(Capability.LANES);
    AtomicLong steps = new AtomicLong();
    record Stamp(EventKey key, long began, long answered) {}
    record Placed(Stamp stamp, long position) {}

    List<List<Stamp>> stamps =
        Race.of(
            4,
            number -> {
              GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
              List<Stamp> mine = new ArrayList<>();
              for (int i = 0; i < 25; i++) {
                Draft draft = story.event("evt-" + number + "-" + i).lane("cus-1");
                long began = steps.incrementAndGet();
                client.events().admit(List.of(draft.arrival()));
                mine.add(new Stamp(draft.key(), began, steps.incrementAndGet()));
              }
              return mine;
            });

    List<Placed> all =
        stamps.stream()
            .flatMap(List::stream)
            .map(stamp -> new Placed(stamp, story.record(stamp.key()).position()))
            .toList();
    for (Placed earlier : all) {
      assertThat(all)
          .filteredOn(later -> later.stamp().began() > earlier.stamp().answered())
          .as(story.story("all that began after " + earlier.stamp() + " was answered"))
          .allMatch(later -> later.position() > earlier.position());
    }
  }

  @Test
  @DisplayName("LN-4 an event is run at once only if nothing of its lane is unsettled")
  default void ln4EventIsRunAtOnceOnlyInAFreeLane() {
    Scenario story = scenario(Capability.LANES);
    story.queued(story.event("evt-pending").lane("cus-pending"));
    story.started(story.event("evt-running").lane("cus-running"));
    story.settled(Ending.retry(story.started(story.event("evt-again").lane("cus-again"))));
    settledInLane(story, "cus-blocked", failing(HeadOfLine.BLOCK));
    settledInLane(story, "cus-skipped", failing(HeadOfLine.SKIP_DEAD));
    settledInLane(story, "cus-done", Ending::complete);

    for (String lane : List.of("cus-pending", "cus-running", "cus-again", "cus-blocked")) {
      assertThat(story.admit(story.event("late-" + lane).lane(lane).rank(-1).toClaim()))
          .as(story.story(lane + " is busy, whatever the rank"))
          .isInstanceOf(Admission.Queued.class);
    }
    for (String lane : List.of("cus-skipped", "cus-done", "cus-new")) {
      assertThat(story.admit(story.event("late-" + lane).lane(lane).toClaim()))
          .as(story.story(lane + " is free"))
          .isInstanceOf(Admission.Claimed.class);
    }
  }

  @Test
  @DisplayName("LN-4 a lane whose holder waits for its time is busy")
  default void ln4LaneWhoseHolderWaitsForItsTimeIsBusy() {
    Scenario story = scenario(Capability.LANES);
    Attempt holder = story.started(story.event("evt-1").lane("cus-1"));
    story.settled(Ending.retry(holder, Duration.ofMinutes(1)));

    assertThat(story.admit(story.event("evt-2").lane("cus-1").toClaim()))
        .as(story.story("evt-1 goes first"))
        .isEqualTo(new Admission.Queued());
  }

  @Test
  @DisplayName("LN-5 a busy lane is no duplicate, and no neighbour in the batch suffers")
  default void ln5BusyLaneHurtsNobody() {
    Scenario story = scenario(Capability.LANES);
    story.started(story.event("evt-1").lane("cus-1"));

    List<Admission> answers =
        story.admitAll(
            List.of(
                story.event("evt-2").lane("cus-1").toClaim(),
                story.event("evt-3").lane("cus-2").toClaim(),
                story.event("evt-4").lane("cus-2").toClaim(),
                story.event("evt-5").toClaim(),
                story.event("evt-6").lane("cus-1")));

    assertThat(answers)
        .as(story.story())
        .extracting(answer -> answer.getClass().getSimpleName())
        .containsExactly("Queued", "Claimed", "Queued", "Claimed", "Queued");
  }

  @Test
  @DisplayName("LN-6 an event that has started keeps its lane while it is PENDING again")
  default void ln6StartedEventKeepsItsLane() {
    Scenario story = scenario(Capability.LANES);
    List<Function<Attempt, Settlement>> endings =
        List.of(Ending::retry, Ending::doubt, Ending::release);
    for (int i = 0; i < endings.size(); i++) {
      String lane = "cus-" + i;
      story.queued(story.event("late-" + i).lane(lane).rank(5));
      Attempt started = story.run("late-" + i);
      story.queued(story.event("waiting-" + i).lane(lane).rank(1));

      EventRecord again = story.settled(endings.get(i).apply(started));

      assertThat(again.holdsLane()).as(story.story()).isTrue();
      assertThat(story.claim(story.key("waiting-" + i))).as(story.story()).isEmpty();
      assertThat(story.runnable())
          .as(story.story("it comes first, whatever the rank"))
          .containsExactly("late-" + i);
    }
  }

  @Test
  @DisplayName("LN-6 an event lets go of its lane when it is complete, cancelled or skipped")
  default void ln6SettledEventLetsGoOfItsLane() {
    Scenario story = scenario(Capability.LANES);
    settledInLane(story, "cus-complete", Ending::complete);
    settledInLane(story, "cus-skipped", failing(HeadOfLine.SKIP_DEAD));
    EventKey cancelled = settledInLane(story, "cus-cancelled", Ending::retry).key();
    story.done(cancelled, story.discard());

    for (String lane : List.of("cus-complete", "cus-skipped", "cus-cancelled")) {
      story.started(story.event("next-" + lane).lane(lane));
    }
  }

  @Test
  @DisplayName("LN-7 an event that failed under BLOCK holds its lane until it is dealt with")
  default void ln7BlockedEventHoldsItsLane() {
    Scenario story = scenario(Capability.LANES);
    for (String remedy : List.of("retry", "confirm", "discard")) {
      Attempt attempt = story.started(story.event(remedy + "-1").lane(remedy));
      story.queued(story.event(remedy + "-2").lane(remedy));
      EventRecord failed =
          story.settled(Ending.fail(attempt, FailureReason.IN_DOUBT, HeadOfLine.BLOCK));
      assertThat(failed.holdsLane()).as(story.story()).isTrue();
      story.advance(Duration.ofDays(100));
      assertThat(story.runnable()).as(story.story("the lane is held")).isEmpty();

      switch (remedy) {
        case "confirm" -> story.done(failed.key(), story.confirm());
        case "discard" -> story.done(failed.key(), story.discard());
        default -> {
          story.done(failed.key(), story.retry());
          assertThat(story.claim(story.key("retry-2")))
              .as(story.story("it is not settled yet"))
              .isEmpty();
          story.settled(Ending.complete(story.run("retry-1")));
        }
      }
      assertThat(story.runnable()).as(story.story()).containsExactly(remedy + "-2");
    }
  }

  @Test
  @DisplayName("LN-8 an event that holds its lane keeps its position when it is PENDING again")
  default void ln8HolderKeepsItsPosition() {
    Scenario story = scenario(Capability.LANES);
    Attempt attempt = story.started(story.event("evt-1").lane("cus-1"));
    long position = story.record(attempt.claim().key()).position();
    story.queued(story.event("evt-2").lane("cus-1"));

    EventRecord retried = story.settled(Ending.retry(attempt));
    assertThat(retried.position()).as(story.story()).isEqualTo(position);

    story.settled(Ending.fail(story.run("evt-1"), FailureReason.PERMANENT, HeadOfLine.BLOCK));
    EventRecord reopened = story.done(retried.key(), story.retry());
    assertThat(reopened.position()).as(story.story()).isEqualTo(position);
    assertThat(runInOrder(story, 2)).as(story.story()).containsExactly("evt-1", "evt-2");
  }

  @Test
  @DisplayName("LN-8 an event that let go of its lane goes to the tail when it is PENDING again")
  default void ln8OthersGoToTheTail() {
    Scenario story = scenario(Capability.LANES);
    settledInLane(story, "cus-1", Ending::complete);
    EventKey replayed = story.key("evt-cus-1");
    Attempt skipped = story.started(story.event("evt-skipped").lane("cus-1"));
    story.settled(Ending.fail(skipped, FailureReason.EXHAUSTED, HeadOfLine.SKIP_DEAD));
    story.queued(story.event("evt-waiting").lane("cus-1"));

    EventRecord reopened = story.done(skipped.claim().key(), story.redelivery(1));
    EventRecord again = story.done(replayed, story.replay());

    assertThat(again.position()).as(story.story()).isGreaterThan(reopened.position());
    assertThat(reopened.holdsLane() || again.holdsLane()).as(story.story()).isFalse();
    assertThat(runInOrder(story, 3))
        .as(story.story())
        .containsExactly("evt-waiting", "evt-skipped", "evt-cus-1");
  }

  @Test
  @DisplayName(
      "LN-8 an event that was discarded while it waited goes to the tail when it is retried")
  default void ln8DiscardedEventGoesToTheTail() {
    Scenario story = scenario(Capability.LANES);
    EventKey discarded = story.queued(story.event("evt-1").lane("cus-1")).key();
    story.done(discarded, story.discard());
    EventRecord waiting = story.queued(story.event("evt-2").lane("cus-1"));

    EventRecord retried = story.done(discarded, story.retry());

    assertThat(retried.position()).as(story.story()).isGreaterThan(waiting.position());
    assertThat(runInOrder(story, 2)).as(story.story()).containsExactly("evt-2", "evt-1");
  }

  @Test
  @DisplayName("LN-9 the same lane text elsewhere is another lane, and so is a similar text")
  default void ln9SameTextElsewhereIsAnotherLane() {
    Scenario story = scenario(Capability.LANES);
    Route audit = new Route("shop", "audit");
    Route market = Route.main("market");
    story.started(story.event("evt-1").lane("cus-a"));
    List<Draft> elsewhere =
        List.of(
            story.event("evt-2").lane("cus-a").scope("acct-1"),
            story.event("evt-2").lane("cus-a").route(audit),
            story.event("evt-2").lane("cus-a").route(market),
            story.event("evt-3").lane("CUS-A"),
            story.event("evt-4").lane("cus-á"),
            story.event("evt-5").lane("cus-a."));

    assertThat(story.admitAll(elsewhere.stream().map(Draft::toClaim).toList()))
        .as(story.story("all lanes are free"))
        .hasOnlyElementsOfType(Admission.Claimed.class);
  }

  @Test
  @DisplayName("LN-9 events without a lane never wait for each other")
  default void ln9EventsWithoutALaneNeverWait() {
    Scenario story = scenario(Capability.LANES);
    story.settled(Ending.fail(story.started("evt-0"), FailureReason.PERMANENT, HeadOfLine.BLOCK));
    story.started("evt-1");
    story.admitAll(List.of(story.event("evt-2"), story.event("evt-3").rank(9)));

    assertThat(story.runnable()).as(story.story()).containsExactlyInAnyOrder("evt-2", "evt-3");
  }

  @Test
  @DisplayName(
      "LN-10 a lower rank goes before waiting events, not before the one that holds the lane")
  default void ln10LowerRankGoesFirst() {
    Scenario story = scenario(Capability.LANES);
    Attempt holder = story.started(story.event("evt-holder").lane("cus-1").rank(9));
    story.queued(story.event("evt-5").lane("cus-1").rank(5));
    story.queued(story.event("evt-max").lane("cus-1").rank(Long.MAX_VALUE));
    story.queued(story.event("evt-1").lane("cus-1").rank(1));
    story.queued(story.event("evt-min").lane("cus-1").rank(Long.MIN_VALUE));
    story.queued(story.event("evt-5b").lane("cus-1").rank(5));
    story.settled(Ending.retry(holder));

    assertThat(runInOrder(story, 6))
        .as(story.story())
        .containsExactly("evt-holder", "evt-min", "evt-1", "evt-5", "evt-5b", "evt-max");
  }

  private static Function<Attempt, Settlement> failing(HeadOfLine headOfLine) {
    return attempt -> Ending.fail(attempt, FailureReason.PERMANENT, headOfLine);
  }

  /** The first event of the lane, ended so. */
  private static EventRecord settledInLane(
      Scenario story, String lane, Function<Attempt, Settlement> ending) {
    return story.settled(ending.apply(story.started(story.event("evt-" + lane).lane(lane))));
  }

  /** Claims and completes events of the lane cus-1, one after another. */
  private static List<String> runInOrder(Scenario story, int count) {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < count * Scenario.CALLS_TO_FIND_ALL && order.size() < count; i++) {
      for (Attempt attempt : story.events().claim(story.heads(100))) {
        if (attempt.lane().text().equals("cus-1")) {
          order.add(attempt.claim().key().eventId());
        }
        story.settled(Ending.complete(attempt));
      }
    }
    return order;
  }
}
