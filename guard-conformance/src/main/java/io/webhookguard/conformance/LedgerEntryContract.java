package io.webhookguard.conformance;

import static io.webhookguard.api.ledger.DecisionKind.COMPLETED;
import static io.webhookguard.api.ledger.DecisionKind.CONFIRMED;
import static io.webhookguard.api.ledger.DecisionKind.DISCARDED;
import static io.webhookguard.api.ledger.DecisionKind.OVERRIDDEN;
import static io.webhookguard.api.ledger.DecisionKind.RECEIVED;
import static io.webhookguard.api.ledger.DecisionKind.RECOVERED;
import static io.webhookguard.api.ledger.DecisionKind.RELEASED;
import static io.webhookguard.api.ledger.DecisionKind.REOPENED;
import static io.webhookguard.api.ledger.DecisionKind.REPLAYED;
import static io.webhookguard.api.ledger.DecisionKind.REQUESTED;
import static io.webhookguard.api.ledger.DecisionKind.RETRIED;
import static io.webhookguard.api.ledger.DecisionKind.RETRY_SCHEDULED;
import static io.webhookguard.api.ledger.DecisionKind.ROLLED_BACK;
import static io.webhookguard.api.ledger.DecisionKind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an entry of the ledger says of a decision: rules LG-7, LG-9 and LG-10. */
public interface LedgerEntryContract extends StoreUnderTest {

  @Test
  @DisplayName("LG-7 an entry carries time, actor, generation, attempt and token")
  default void lg7EntryCarriesItsCircumstances() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    story.advance(Duration.ofSeconds(1));
    Attempt first = story.run("evt-1");
    assertEntry(story, STARTED, Scenario.OWNER, 1, first);
    story.advance(Scenario.LEASE);
    Attempt second = story.takenOver();
    assertEntry(story, RECOVERED, Scenario.RESCUER, 1, second);
    story.settled(Ending.retry(second));
    assertEntry(story, RETRY_SCHEDULED, Scenario.RESCUER, 1, second);
    Attempt third = story.run("evt-1");
    story.advance(Duration.ofSeconds(1));
    story.settled(Ending.release(third));
    assertEntry(story, RELEASED, Scenario.OWNER, 2, third);
    Attempt fourth = story.run("evt-1");
    story.settled(Ending.complete(fourth));
    assertEntry(story, COMPLETED, Scenario.OWNER, 2, fourth);
    story.done(story.key("evt-1"), story.replay());
    Attempt fifth = story.run("evt-1");
    assertEntry(story, STARTED, Scenario.OWNER, 1, fifth);

    assertThat(story.entries(story.key("evt-1")))
        .as(story.story("every entry says who and how often"))
        .allMatch(entry -> !entry.actor().isBlank() && entry.count() == 1);
  }

  @Test
  @DisplayName("LG-9 an entry that is about no attempt carries none, and says who acted")
  default void lg9EntryOfNoAttemptCarriesNone() {
    Scenario story = scenario();
    EventKey waiting = story.queued(story.event("evt-1")).key();
    assertNoAttempt(story, waiting, RECEIVED, "guard", 1);
    EventKey running = story.started("evt-2").claim().key();
    LedgerEntry received = story.entries(running).get(0);
    assertThat(received.actor()).as(story.story("who claims it")).isEqualTo(Scenario.OWNER);
    assertThat(received.attempt() + received.token()).as(story.story("none yet")).isZero();

    EventKey dead = story.failed("evt-3", FailureReason.EXHAUSTED).key();
    story.done(dead, story.redelivery(3));
    assertNoAttempt(story, dead, REOPENED, "guard", 1);
    story.done(dead, story.discard());
    assertNoAttempt(story, dead, DISCARDED, Scenario.OPERATOR.actor(), 1);
    story.done(dead, story.retry());
    assertNoAttempt(story, dead, RETRIED, Scenario.OPERATOR.actor(), 1);
    EventKey parked = story.failed("evt-4", FailureReason.IN_DOUBT).key();
    story.done(parked, story.confirm());
    assertNoAttempt(story, parked, CONFIRMED, Scenario.OPERATOR.actor(), 1);
    story.done(parked, story.replay());
    assertNoAttempt(story, parked, REPLAYED, Scenario.OPERATOR.actor(), 2);
  }

  @Test
  @DisplayName("LG-10 a note is an entry of its event in any state, and changes nothing else")
  default void lg10NoteIsAnEntryAndNothingElse() {
    Scenario story = scenario();
    List<EventKey> keys =
        Stream.of(EventState.values())
            .map(state -> story.inState("evt-" + state, state).key())
            .toList();
    for (EventKey key : keys) {
      EventRecord before = story.record(key);
      int entries = story.entries(key).size();

      for (DecisionKind kind : List.of(REQUESTED, OVERRIDDEN, ROLLED_BACK)) {
        story.store().ledger().append(List.of(note(key, kind)));

        assertNoAttempt(story, key, kind, Scenario.OPERATOR.actor(), 1);
        LedgerEntry entry = story.newestEntry(key);
        entries++;
        assertThat(entry.number()).as(story.story("numbered with the others")).isEqualTo(entries);
        assertThat(entry.count()).as(story.story("once")).isEqualTo(1);
        assertThat(entry.detail()).as(story.story("what and why")).isEqualTo("replay: as agreed");
        assertThat(entry.at()).as(story.story()).isCloseTo(story.now(), story.exactly());
      }
      assertThat(story.record(key)).as(story.story("nothing else changed")).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("LG-10 a note that was answered is there for everybody, and after a restart")
  default void lg10NoteThatWasAnsweredIsThere() {
    Scenario story = scenario();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();

    story.store().ledger().append(List.of(note(key, REQUESTED)));

    assertThat(story.secondClient().ledger().entries(key))
        .as(story.story("for another client"))
        .last()
        .extracting(LedgerEntry::kind)
        .isEqualTo(REQUESTED);
    if (story.has(Capability.PERSISTENT)) {
      story.restart();
      assertThat(story.newestEntry(key).kind())
          .as(story.story("after a restart"))
          .isEqualTo(REQUESTED);
    }
  }

  private static Decision note(EventKey key, DecisionKind kind) {
    return Decision.note(key, kind, Scenario.OPERATOR.actor(), "replay: as agreed");
  }

  private static void assertNoAttempt(
      Scenario story, EventKey key, DecisionKind kind, String actor, int generation) {
    LedgerEntry entry = story.newestEntry(key);
    assertThat(entry.kind()).as(story.story()).isEqualTo(kind);
    assertThat(entry.actor()).as(story.story(kind + " says who")).isEqualTo(actor);
    assertThat(entry.attempt() + entry.token()).as(story.story(kind + " is of none")).isZero();
    assertThat(entry.generation()).as(story.story(kind + " says when")).isEqualTo(generation);
  }

  private static void assertEntry(
      Scenario story, DecisionKind kind, String actor, int number, Attempt attempt) {
    LedgerEntry entry = story.newestEntry(attempt.claim().key());
    assertThat(entry.kind()).as(story.story()).isEqualTo(kind);
    assertThat(entry.at()).as(story.story()).isCloseTo(story.now(), story.exactly());
    assertThat(entry.actor()).as(story.story()).isEqualTo(actor);
    assertThat(entry.attempt()).as(story.story()).isEqualTo(number);
    assertThat(entry.token()).as(story.story()).isEqualTo(attempt.claim().token().value());
    assertThat(entry.generation()).as(story.story()).isEqualTo(attempt.generation());
  }
}
