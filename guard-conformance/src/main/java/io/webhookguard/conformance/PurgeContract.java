package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Steps;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must be remembered when a purge has taken the rest, and what must not. */
public interface PurgeContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-12 an event that is admitted anew goes on behind the tokens of its former life")
  default void es12TokensGoOnBehindThePurge() {
    Scenario story = scenario();
    Attempt former = story.started(story.event("evt-1").lane("cus-1"));
    forget(story, former);

    Attempt anew = story.started(story.event("evt-1").lane("cus-1"));

    assertThat(anew.claim().token())
        .as(story.story("its token is greater, as is that of its lane"))
        .isGreaterThan(former.claim().token());
  }

  @Test
  @DisplayName("ST-1 an event that is admitted anew knows no step of its former life")
  default void st1StepsDoNotOutliveThePurge() {
    Scenario story = scenario();
    Attempt former = story.started("evt-1");
    story.store().steps().record(former.claim(), "charge", former.payload());
    forget(story, former);

    Attempt anew = story.started("evt-1");

    assertThat(story.store().steps().recall(anew.claim()))
        .as(story.story("it begins without steps"))
        .isEqualTo(new Steps.Recalled.Results(Map.of()));
  }

  /** Completes the event and lets time pass until its tombstone is gone. */
  private static void forget(Scenario story, Attempt attempt) {
    EventKey key = story.settled(Ending.complete(attempt)).key();
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    story.purge(LedgerContract.SHORT);
    story.advance(LedgerContract.SHORT.dedupHorizon());
    story.purge(LedgerContract.SHORT);
    assertThat(story.events().find(key)).as(story.story("nobody knows it")).isEmpty();
  }

  @Test
  @DisplayName("ES-40 an intervention that is sent again after a purge is still done")
  default void es40RepeatAfterThePurgeIsDone() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();
    Intervention discard = story.discard();
    story.done(key, discard);
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    story.purge(LedgerContract.SHORT);
    Snapshot purged = story.snapshot(key);

    assertThat(story.intervene(key, discard))
        .as(story.story())
        .isInstanceOf(InterventionAnswer.Done.class);
    assertThat(story.snapshot(key)).as(story.story("and nothing changes")).isEqualTo(purged);
  }
}
