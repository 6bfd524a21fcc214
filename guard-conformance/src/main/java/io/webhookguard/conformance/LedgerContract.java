package io.webhookguard.conformance;

import static io.webhookguard.api.ledger.DecisionKind.COMPLETED;
import static io.webhookguard.api.ledger.DecisionKind.CONFIRMED;
import static io.webhookguard.api.ledger.DecisionKind.DISCARDED;
import static io.webhookguard.api.ledger.DecisionKind.FAILED;
import static io.webhookguard.api.ledger.DecisionKind.IN_DOUBT;
import static io.webhookguard.api.ledger.DecisionKind.PARKED;
import static io.webhookguard.api.ledger.DecisionKind.PURGED;
import static io.webhookguard.api.ledger.DecisionKind.RECEIVED;
import static io.webhookguard.api.ledger.DecisionKind.RECOVERED;
import static io.webhookguard.api.ledger.DecisionKind.RELEASED;
import static io.webhookguard.api.ledger.DecisionKind.REOPENED;
import static io.webhookguard.api.ledger.DecisionKind.REPLAYED;
import static io.webhookguard.api.ledger.DecisionKind.RETRIED;
import static io.webhookguard.api.ledger.DecisionKind.RETRY_SCHEDULED;
import static io.webhookguard.api.ledger.DecisionKind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The append-only list of every decision: rules LG. */
public interface LedgerContract extends StoreUnderTest {

  /** Payloads go after a day, tombstones after two. */
  Retention SHORT = new Retention(Duration.ofDays(1), Duration.ofDays(2));

  @Test
  @DisplayName("LG-1 every state change has its entry, from admission to purge")
  default void lg1EveryStateChangeHasItsEntry() {
    Scenario story = scenario();
    EventKey key = tellALongLife(story, "evt-1");

    assertThat(story.decisions(key))
        .as(story.story())
        .containsExactly(
            RECEIVED,
            STARTED,
            RETRY_SCHEDULED,
            STARTED,
            IN_DOUBT,
            STARTED,
            RELEASED,
            STARTED,
            RECOVERED,
            FAILED,
            REOPENED,
            STARTED,
            PARKED,
            CONFIRMED,
            REPLAYED,
            DISCARDED,
            RETRIED,
            STARTED,
            COMPLETED,
            PURGED);
  }

  @Test
  @DisplayName("LG-1 a state is never seen without its entry, nor an entry without its state")
  default void lg1StateAndEntryAreSeenTogether() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    EventKey key = story.key("evt-1");
    AtomicInteger finished = new AtomicInteger();

    Race.of(
        2,
        number -> {
          if (number == 0) {
            runAndRetry(story, key, 100);
            finished.incrementAndGet();
          }
          GuardStore reader = story.secondClient();
          while (finished.get() == 0 && !Race.isOver()) {
            int entriesBefore = startsOf(reader, key);
            int attempts = reader.events().find(key).orElseThrow().attempts();
            int entriesAfter = startsOf(reader, key);
            assertThat(attempts)
                .as("attempts between the entries read before and after")
                .isBetween(entriesBefore, entriesAfter);
          }
          return number;
        });
  }

  @Test
  @DisplayName("LG-2 entries of an event are numbered without gaps in the order of its changes")
  default void lg2EntriesAreNumberedWithoutGaps() {
    Scenario story = scenario();
    EventKey key = tellALongLife(story, "evt-1");

    assertDense(story, key, story.decisions(key).size());
  }

  @Test
  @DisplayName("LG-2 entries are numbered without gaps when changes and summaries meet")
  default void lg2EntriesAreNumberedWithoutGapsUnderConcurrency() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    EventKey key = story.key("evt-1");

    Race.of(
        4,
        number -> {
          if (number == 0) {
            runAndRetry(story, key, 25);
          } else {
            Ledger ledger = (number % 2 == 0 ? story.store() : story.secondClient()).ledger();
            for (int i = 0; i < 25; i++) {
              ledger.append(List.of(duplicate(key, 1)));
            }
          }
          return number;
        });

    assertDense(story, key, 1 + 50 + 75);
  }

  @Test
  @DisplayName("LG-2 an event admitted anew after its tombstone went starts at 1 again")
  default void lg2EventAdmittedAnewStartsAtOne() {
    Scenario story = scenario();
    EventKey key = forgotten(story, "evt-1");

    story.queued(story.event("evt-1"));

    assertThat(story.entries(key))
        .as(story.story())
        .extracting(LedgerEntry::number)
        .containsExactly(1, 2, 3, 4, 1);
  }

  @Test
  @DisplayName("LG-3 a scan returns all entries in order of position, page by page")
  default void lg3ScanReturnsAllInOrder() {
    Scenario story = scenario();
    tellALongLife(story, "evt-1");
    tellALongLife(story, "evt-2");

    List<LedgerEntry> scanned = scanAll(story.store().ledger(), 0, 7);

    assertThat(scanned)
        .as(story.story())
        .extracting(LedgerEntry::position)
        .isSorted()
        .doesNotHaveDuplicates();
    List<LedgerEntry> expected = new ArrayList<>(story.entries(story.key("evt-1")));
    expected.addAll(story.entries(story.key("evt-2")));
    assertThat(scanned).as(story.story()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @DisplayName("LG-3 where there is nothing new, a scan goes on from where it was")
  default void lg3ScanWithNothingNewStaysWhereItWas() {
    Scenario story = scenario();
    Ledger ledger = story.store().ledger();
    assertThat(ledger.scan(0, 10)).as("an empty ledger").isEqualTo(new LedgerPage(List.of(), 0));
    story.queued(story.event("evt-1"));

    LedgerPage page = ledger.scan(0, 10);
    assertThat(page.next())
        .as(story.story())
        .isGreaterThanOrEqualTo(page.entries().get(0).position());
    assertThat(ledger.scan(page.next(), 10))
        .as(story.story())
        .isEqualTo(new LedgerPage(List.of(), page.next()));
    for (int limit : new int[] {0, -1, 501}) {
      assertThatThrownBy(() -> ledger.scan(0, limit))
          .as("a page of " + limit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("LG-3 a reader that follows a busy ledger misses no entry")
  default void lg3ReaderOfABusyLedgerMissesNothing() {
    Scenario story = scenario();
    int writers = 3;
    int each = 60;
    AtomicInteger finished = new AtomicInteger();

    List<List<LedgerEntry>> followed =
        Race.of(
            writers + 1,
            number -> {
              GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
              if (number == writers) {
                return follow(client.ledger(), finished, writers);
              }
              for (int i = 0; i < each; i++) {
                Draft draft = story.event("evt-" + number + "-" + i);
                client.events().admit(List.of(draft.arrival()));
              }
              finished.incrementAndGet();
              return List.of();
            });

    assertThat(followed.get(writers))
        .as("what the reader saw")
        .hasSize(writers * each)
        .containsExactlyElementsOf(scanAll(story.store().ledger(), 0, 500));
  }

  @Test
  @DisplayName("LG-4 the entries of an event are all there, oldest first, after its tombstone went")
  default void lg4EntriesOutliveTheTombstone() {
    Scenario story = scenario();

    EventKey key = forgotten(story, "evt-1");

    assertThat(story.events().find(key)).as(story.story("the event is gone")).isEmpty();
    assertThat(story.decisions(key))
        .as(story.story("its entries are not"))
        .containsExactly(RECEIVED, STARTED, COMPLETED, PURGED);
    assertThat(story.entries(story.key("evt-2"))).as(story.story("not known")).isEmpty();
  }

  @Test
  @DisplayName("LG-5 a summary is numbered with the other entries of its event")
  default void lg5SummaryIsNumberedWithItsEvent() {
    Scenario story = scenario();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    Decision superseded =
        new Decision(new Subject.OfEvent(key), DecisionKind.SUPERSEDED, "node-c", 7, 2, "too late");

    story.store().ledger().append(List.of(duplicate(key, 41), superseded));

    List<LedgerEntry> entries = story.entries(key);
    assertThat(entries).as(story.story()).hasSize(5);
    LedgerEntry first = entries.get(3);
    assertThat(List.of(first.number(), first.kind(), first.actor(), first.count()))
        .as(story.story())
        .containsExactly(4, DecisionKind.DUPLICATE, Scenario.RESCUER, 41L);
    LedgerEntry second = entries.get(4);
    assertThat(List.of(second.number(), second.kind(), second.token(), second.detail()))
        .as(story.story())
        .containsExactly(5, DecisionKind.SUPERSEDED, 7L, "too late");
  }

  @Test
  @DisplayName("LG-5 a summary about a source has number 0; about an unknown event it is dropped")
  default void lg5SummaryAboutASourceHasNumberZero() {
    Scenario story = scenario();
    Decision rejected =
        new Decision(
            new Subject.OfSource("shop"),
            DecisionKind.REJECTED,
            Scenario.OWNER,
            0,
            3,
            "sig_mismatch");
    EventKey gone = forgotten(story, "evt-1");
    int before = story.entries(gone).size();
    long last = scanAll(story.store().ledger(), 0, 500).get(before - 1).position();

    story
        .store()
        .ledger()
        .append(List.of(duplicate(story.key("evt-2"), 1), rejected, duplicate(gone, 1)));

    List<LedgerEntry> added = scanAll(story.store().ledger(), last, 500);
    assertThat(added).as(story.story("one summary was kept")).hasSize(1);
    LedgerEntry entry = added.get(0);
    assertThat(entry.subject()).as(story.story()).isEqualTo(new Subject.OfSource("shop"));
    assertThat(List.of(entry.number(), entry.generation())).as(story.story()).containsOnly(0);
    assertThat(entry.count()).as(story.story()).isEqualTo(3);
    assertThat(entry.detail()).as(story.story()).isEqualTo("sig_mismatch");
    assertThat(story.entries(gone)).as(story.story()).hasSize(before);
  }

  @Test
  @DisplayName("LG-6 whatever happens next, the entries that are there stay as they are")
  default void lg6EntriesStayAsTheyAre() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    EventKey key = attempt.claim().key();
    List<LedgerEntry> early = List.copyOf(story.entries(key));
    story.settled(Ending.complete(attempt));
    story.done(key, story.replay());
    story.settled(Ending.fail(story.run("evt-1"), FailureReason.PERMANENT));
    story.done(key, story.discard());
    story.advance(SHORT.dedupHorizon().plusSeconds(1));
    story.purge(SHORT);
    story.queued(story.event("evt-1"));

    assertThat(story.entries(key)).as(story.story()).startsWith(early.toArray(LedgerEntry[]::new));
    List<LedgerEntry> answered = story.entries(key);
    assertThatThrownBy(answered::clear)
        .as("the list is not the ledger")
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("LG-8 what was refused and what was read writes nothing")
  default void lg8RefusalsAndReadsWriteNothing() {
    Scenario story = scenario();
    Draft draft = story.event("evt-1").toClaim();
    Attempt old = story.started(draft);
    story.settled(Ending.retry(old));
    Attempt attempt = story.run("evt-1");
    story.inState("evt-2", EventState.COMPLETE);
    List<LedgerEntry> before = scanAll(story.store().ledger(), 0, 500);

    story.admit(draft);
    story.admit(story.event("evt-1"));
    story.admit(story.event("evt-1").body("{\"other\":1}"));
    story.settle(Ending.complete(old));
    story.renew(old.claim(), Scenario.LEASE);
    story.renew(attempt.claim(), Scenario.LEASE);
    story.claim(story.key("evt-1"));
    story.claimAll();
    story.recover(story.lapsed(10));
    story.intervene(story.key("evt-1"), story.retry());
    story.intervene(story.key("evt-2"), story.confirm());
    story.intervene(story.key("evt-3"), story.discard());
    story.purge(SHORT);
    story.events().search(EventQuery.ALL, PageRequest.first(10));
    story.store().doctor().examine();
    story.store().steps().recall(attempt.claim());

    assertThat(scanAll(story.store().ledger(), 0, 500)).as(story.story()).isEqualTo(before);
  }

  /** Every kind of change that one event can go through. */
  private static EventKey tellALongLife(Scenario story, String id) {
    EventKey key = story.key(id);
    story.settled(Ending.retry(story.started(id)));
    story.settled(Ending.doubt(story.run(id)));
    story.settled(Ending.release(story.run(id)));
    story.run(id);
    story.settled(Ending.fail(story.takenOver(), FailureReason.EXHAUSTED));
    story.done(key, story.redelivery(1));
    story.settled(Ending.fail(story.run(id), FailureReason.IN_DOUBT));
    story.done(key, story.confirm());
    story.done(key, story.replay());
    story.done(key, story.discard());
    story.done(key, story.retry());
    story.settled(Ending.complete(story.run(id)));
    story.advance(SHORT.payload().plusSeconds(1));
    story.purge(SHORT);
    return key;
  }

  /** An event that was completed and purged with its tombstone: four entries are left. */
  private static EventKey forgotten(Scenario story, String id) {
    EventKey key = story.settled(Ending.complete(story.started(id))).key();
    story.advance(SHORT.payload().plusSeconds(1));
    story.purge(SHORT);
    story.advance(SHORT.dedupHorizon());
    story.purge(SHORT);
    return key;
  }

  private static void runAndRetry(Scenario story, EventKey key, int times) {
    for (int i = 0; i < times; i++) {
      Attempt attempt = story.events().claim(story.one(key)).get(0);
      story.events().settle(List.of(Ending.retry(attempt)));
    }
  }

  private static int startsOf(GuardStore reader, EventKey key) {
    return Collections.frequency(
        reader.ledger().entries(key).stream().map(LedgerEntry::kind).toList(), STARTED);
  }

  private static Decision duplicate(EventKey key, long count) {
    return new Decision(
        new Subject.OfEvent(key), DecisionKind.DUPLICATE, Scenario.RESCUER, 0, count, "");
  }

  private static void assertDense(Scenario story, EventKey key, int count) {
    assertThat(story.entries(key))
        .as(story.story("1 to " + count))
        .extracting(LedgerEntry::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, count).boxed().toList());
  }

  private static List<LedgerEntry> scanAll(Ledger ledger, long after, int size) {
    List<LedgerEntry> scanned = new ArrayList<>();
    long from = after;
    for (int i = 0; i < 10_000; i++) {
      LedgerPage page = ledger.scan(from, size);
      assertThat(page.entries()).as("a page").hasSizeLessThanOrEqualTo(size);
      scanned.addAll(page.entries());
      if (page.next() == from) {
        return scanned;
      }
      from = page.next();
    }
    throw new AssertionError("a scan ends where there is nothing new");
  }

  private static List<LedgerEntry> follow(Ledger ledger, AtomicInteger finished, int writers) {
    List<LedgerEntry> seen = new ArrayList<>();
    long from = 0;
    while (!Race.isOver()) {
      boolean last = finished.get() == writers;
      LedgerPage page = ledger.scan(from, 500);
      seen.addAll(page.entries());
      from = page.next();
      if (last && page.entries().isEmpty()) {
        return seen;
      }
    }
    throw new AssertionError("the writers finish");
  }
}
