package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Results of named parts of a handler: rules ST. */
public interface StepsContract extends StoreUnderTest {

  @Test
  @DisplayName("ST-1 recorded results come back byte for byte, in the order of recording")
  default void st1RecordedResultsComeBack() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    byte[] everyByte = new byte[256];
    IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
    Map<String, Payload> results = new LinkedHashMap<>();
    results.put("z charge", Payload.of("application/octet-stream", everyByte));
    results.put("a", Payload.of("", new byte[0]));
    results.put("A", text("upper"));
    results.put("á", text("accent"));
    results.put("a.", Payload.of("text/plain", new byte[Steps.MAX_RESULT_BYTES]));

    results.forEach(
        (step, result) ->
            assertThat(story.store().steps().record(claim, step, result))
                .as(story.story(step + " is kept"))
                .isInstanceOf(Steps.Recorded.Kept.class));

    for (GuardStore client : List.of(story.store(), story.secondClient())) {
      Map<String, Payload> recalled = recalled(story, client.steps(), claim);
      assertThat(recalled).as(story.story()).isEqualTo(results);
      assertThat(recalled.keySet())
          .as(story.story("in the order of recording"))
          .containsExactlyElementsOf(results.keySet());
    }
  }

  @Test
  @DisplayName("ST-1 results of one event are not those of another")
  default void st1ResultsBelongToTheirEvent() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Claim other = story.started("evt-2").claim();
    story.store().steps().record(claim, "charge", text("1"));

    assertThat(recalled(story, story.store().steps(), other)).as(story.story()).isEmpty();
  }

  @Test
  @DisplayName("ST-1 a claim whose lease ended but that nobody took over still records and recalls")
  default void st1LapsedClaimStillRecords() {
    Scenario story = scenario();
    Steps steps = story.store().steps();
    Claim claim = story.started("evt-1").claim();
    story.advance(Scenario.LEASE.multipliedBy(2));

    assertThat(steps.record(claim, "charge", text("first")))
        .as(story.story("it is the current one"))
        .isEqualTo(new Steps.Recorded.Kept());
    assertThat(recalled(story, steps, claim))
        .as(story.story())
        .isEqualTo(Map.of("charge", text("first")));
  }

  @Test
  @DisplayName("ST-2 the first result under a name stays")
  default void st2FirstResultStays() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Steps steps = story.store().steps();
    steps.record(claim, "charge", text("first"));

    for (Payload second : List.of(text("second"), text("first"))) {
      assertThat(steps.record(claim, "charge", second))
          .as(story.story())
          .isEqualTo(new Steps.Recorded.AlreadyKept(text("first")));
    }
    assertThat(recalled(story, steps, claim))
        .as(story.story())
        .isEqualTo(Map.of("charge", text("first")));
  }

  @Test
  @DisplayName("ST-2 of concurrent results under a name the first one stays for all")
  default void st2FirstOfConcurrentResultsStaysForAll() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    for (int round = 0; round < 20; round++) {
      String step = "step-" + round;
      List<Payload> kept =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                Payload mine = text("by " + number);
                return client
                    .steps()
                    .record(claim, step, mine)
                    .match(
                        first -> mine,
                        already -> already.result(),
                        superseded -> text("superseded"));
              });

      assertThat(kept)
          .as(story.story("one result in round " + round))
          .containsOnly(recalled(story, story.store().steps(), claim).get(step));
    }
  }

  @Test
  @DisplayName("ST-3 a claim that is over records and recalls nothing")
  default void st3ClaimThatIsOverRecordsNothing() {
    Scenario story = scenario();
    Steps steps = story.store().steps();
    Attempt old = story.started("evt-1");
    long oldToken = old.claim().token().value();
    story.settled(Ending.retry(old));
    assertThat(steps.record(old.claim(), "charge", text("late")))
        .as(story.story("it was settled"))
        .isEqualTo(new Steps.Recorded.Superseded(oldToken));

    Attempt current = story.run("evt-1");
    long newest = current.claim().token().value();
    assertThat(steps.record(old.claim(), "charge", text("late")))
        .as(story.story("another claim is current"))
        .isEqualTo(new Steps.Recorded.Superseded(newest));
    assertThat(steps.recall(old.claim()))
        .as(story.story())
        .isEqualTo(new Steps.Recalled.Superseded(newest));
    assertThat(recalled(story, steps, current.claim())).as(story.story("nothing kept")).isEmpty();

    steps.record(current.claim(), "charge", text("first"));
    assertThat(steps.record(old.claim(), "charge", text("late")))
        .as(story.story("though there is a result"))
        .isEqualTo(new Steps.Recorded.Superseded(newest));
  }

  @Test
  @DisplayName("ST-3 a claim of an event that is not known is superseded by nobody")
  default void st3UnknownEventIsSuperseded() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Claim elsewhere =
        new Claim(
            story.key("evt-2"), claim.owner(), claim.claimId(), claim.token(), claim.leaseEnd());

    assertThat(story.store().steps().record(elsewhere, "charge", text("lost")))
        .as(story.story())
        .isEqualTo(new Steps.Recorded.Superseded(0));
    assertThat(story.store().steps().recall(elsewhere))
        .as(story.story())
        .isEqualTo(new Steps.Recalled.Superseded(0));
  }

  @Test
  @DisplayName("ST-4 results outlive retries, doubts, takeovers and reopenings, and not a replay")
  default void st4ResultsOutliveAllButAReplay() {
    Scenario story = scenario();
    Steps steps = story.store().steps();
    EventKey key = story.key("evt-1");
    Attempt attempt = story.started("evt-1");
    steps.record(attempt.claim(), "charge", text("first"));
    Map<String, Payload> kept = Map.of("charge", text("first"));

    story.settled(Ending.retry(attempt));
    attempt = story.run("evt-1");
    assertThat(recalled(story, steps, attempt.claim())).as(story.story()).isEqualTo(kept);
    story.settled(Ending.doubt(attempt));
    attempt = story.run("evt-1");
    assertThat(recalled(story, steps, attempt.claim())).as(story.story()).isEqualTo(kept);
    attempt = story.takenOver();
    assertThat(recalled(story, steps, attempt.claim())).as(story.story()).isEqualTo(kept);
    story.settled(Ending.fail(attempt, FailureReason.EXHAUSTED));
    story.done(key, story.redelivery(1));
    attempt = story.run("evt-1");
    assertThat(recalled(story, steps, attempt.claim())).as(story.story()).isEqualTo(kept);
    story.settled(Ending.fail(attempt, FailureReason.PERMANENT));
    story.done(key, story.retry());
    attempt = story.run("evt-1");
    assertThat(recalled(story, steps, attempt.claim())).as(story.story()).isEqualTo(kept);

    story.settled(Ending.complete(attempt));
    story.done(key, story.replay());
    attempt = story.run("evt-1");
    assertThat(recalled(story, steps, attempt.claim())).as(story.story("forgotten")).isEmpty();
    assertThat(steps.record(attempt.claim(), "charge", text("anew")))
        .as(story.story())
        .isInstanceOf(Steps.Recorded.Kept.class);
  }

  @Test
  @DisplayName("ST-4 results outlive a discard that a person takes back")
  default void st4ResultsOutliveADiscard() {
    Scenario story = scenario();
    Steps steps = story.store().steps();
    Attempt attempt = story.started("evt-1");
    steps.record(attempt.claim(), "charge", text("first"));
    story.settled(Ending.fail(attempt, FailureReason.PERMANENT));
    story.done(story.key("evt-1"), story.discard());
    story.done(story.key("evt-1"), story.retry());

    assertThat(recalled(story, steps, story.run("evt-1").claim()))
        .as(story.story("the same generation runs again"))
        .isEqualTo(Map.of("charge", text("first")));
  }

  @Test
  @DisplayName("ST-5 names that are not opaque text and results above 64 KiB are refused")
  default void st5BadNamesAndLargeResultsAreRefused() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Steps steps = story.store().steps();

    for (String name : List.of("", " a", "a ", "a\nb", "\u0000", "a".repeat(256), "\ud800")) {
      assertThatThrownBy(() -> steps.record(claim, name, text("x")))
          .as(story.story("a bad name"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Payload large = Payload.of("", new byte[Steps.MAX_RESULT_BYTES + 1]);
    assertThatThrownBy(() -> steps.record(claim, "large", large))
        .as(story.story("too large"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(recalled(story, steps, claim)).as(story.story("nothing kept")).isEmpty();
  }

  @Test
  @DisplayName("ST-5 an event has 1,000 steps and no more")
  default void st5EventHasAThousandSteps() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Steps steps = story.store().steps();
    for (int i = 0; i < Steps.MAX_STEPS; i++) {
      steps.record(claim, "step-" + i, text("x"));
    }

    assertThatThrownBy(() -> steps.record(claim, "one too many", text("x")))
        .as(story.story())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(steps.record(claim, "step-0", text("y")))
        .as(story.story("what is there is still answered"))
        .isEqualTo(new Steps.Recorded.AlreadyKept(text("x")));
    assertThat(recalled(story, steps, claim)).as(story.story()).hasSize(Steps.MAX_STEPS);
  }

  private static Payload text(String text) {
    return Payload.of("text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Payload> recalled(Scenario story, Steps steps, Claim claim) {
    Steps.Recalled recalled = steps.recall(claim);
    assertThat(recalled)
        .as(story.story("the claim is current"))
        .isInstanceOf(Steps.Recalled.Results.class);
    return ((Steps.Recalled.Results) recalled).byStep();
  }
}
