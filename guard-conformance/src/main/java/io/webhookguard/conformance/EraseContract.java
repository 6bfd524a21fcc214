package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A person has removed what an event carried: rule ES-48. */
public interface EraseContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-48 an erased event keeps its state, and nothing of what it carried")
  default void es48ErasedEventKeepsItsStateAlone() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    story.store().steps().record(attempt.claim(), "charge", attempt.payload());
    EventRecord complete = story.settled(Ending.complete(attempt));
    story.advance(Duration.ofSeconds(1));

    EventRecord erased = story.done(complete.key(), story.erase());

    assertThat(erased.payloadKept()).as(story.story()).isFalse();
    assertThat(story.events().payload(complete.key())).as(story.story()).isEmpty();
    assertThat(erased.status())
        .as(story.story("when and how it ended stays, the body of its response does not"))
        .isEqualTo(
            new Status.Complete(
                ((Status.Complete) complete.status()).at(),
                Completion.HANDLED,
                Ending.RESPONSE.withoutBody()));
    assertThat(story.record(complete.key())).as(story.story()).isEqualTo(erased);
    assertThat(story.newestEntry(complete.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.ERASED);
    assertThat(story.admit(story.event("evt-1")))
        .as(story.story("it is recognised"))
        .isInstanceOf(Admission.Duplicate.class);
    assertRefused(story, complete.key(), story.replay(), Refusal.PAYLOAD_PURGED);
  }

  @Test
  @DisplayName("ES-48 an event that is not settled is not erased, nor one that has nothing left")
  default void es48OpenEventIsNotErased() {
    Scenario story = scenario();
    for (EventState state : EventState.values()) {
      EventKey key = story.inState("evt-" + state, state).key();
      if (state != EventState.COMPLETE) {
        assertRefused(story, key, story.erase(), Refusal.WRONG_STATE);
      }
    }
    EventKey cancelled = story.cancelled("evt-cancelled").key();
    Intervention erase = story.erase();
    story.done(cancelled, erase);

    assertRefused(story, cancelled, story.erase(), Refusal.PAYLOAD_PURGED);
    Snapshot erased = story.snapshot(cancelled);
    story.done(cancelled, erase);
    assertThat(story.snapshot(cancelled)).as(story.story("sent again")).isEqualTo(erased);
    assertThat(story.intervene(story.key("evt-unknown"), story.erase()))
        .as(story.story())
        .isInstanceOf(InterventionAnswer.Unknown.class);
  }

  @Test
  @DisplayName("ES-48 what is left of an erased event goes like any tombstone")
  default void es48ErasedEventIsATombstone() {
    Scenario story = scenario();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    story.done(key, story.erase());
    Retention retention = new Retention(Duration.ofDays(1), Duration.ofDays(2));
    story.advance(Duration.ofDays(1).plusSeconds(1));
    assertThat(story.purge(retention)).as(story.story()).isEqualTo(new Purged(0, 0));
    story.advance(Duration.ofDays(1));

    assertThat(story.purge(retention)).as(story.story()).isEqualTo(new Purged(0, 1));
    story.started("evt-1");
    assertThat(story.decisions(key))
        .as(story.story("its entries stay"))
        .startsWith(
            DecisionKind.RECEIVED,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED,
            DecisionKind.ERASED);
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
