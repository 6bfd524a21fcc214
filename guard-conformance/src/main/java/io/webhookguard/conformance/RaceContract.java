package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Steps;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Calls that meet other calls where one of them must not act on what it saw: one id that is sent
 * twice at once, a purge beside a replay, a step beside the end of its claim.
 */
public interface RaceContract extends StoreUnderTest {

  /** Enough for two calls to meet at a bad moment in a store that looks before it writes. */
  int ROUNDS = 60;

  @Test
  @DisplayName("ES-4 one delivery that is sent several times at once gets one answer")
  default void es4OneDeliveryAtOnceGetsOneAnswer() {
    Scenario story = scenario();
    for (int round = 0; round < ROUNDS; round++) {
      Draft waiting = story.event("evt-" + round);
      Draft draft = round % 2 == 0 ? waiting : waiting.toClaim();

      List<Admission> answers =
          Race.of(4, number -> events(story, number).admit(List.of(draft.arrival())).get(0));

      assertThat(answers)
          .as(story.story("each is told the same in round " + round))
          .allMatch(answers.get(0)::equals)
          .noneMatch(Admission.Duplicate.class::isInstance);
    }
  }

  @Test
  @DisplayName("ES-13 one claim id that is sent several times at once gets no more than its limit")
  default void es13OneClaimIdAtOnceGetsOneGrant() {
    Scenario story = scenario();
    for (int round = 0; round < ROUNDS; round++) {
      String name = "evt-" + round + "-";
      story.admitAll(IntStream.range(0, 4).mapToObj(i -> story.event(name + i)).toList());
      ClaimRequest request = story.heads(1);

      List<List<Attempt>> granted = Race.of(3, number -> events(story, number).claim(request));

      assertGrantsOne(story, granted, story.events().claims(request.claimId()));
      story.claimAll();
    }
  }

  @Test
  @DisplayName("ES-32 one takeover that is sent several times at once takes no more than its limit")
  default void es32OneTakeoverAtOnceTakesOne() {
    Scenario story = scenario();
    story.admitAll(IntStream.range(0, 8).mapToObj(i -> story.event("evt-" + i).toClaim()).toList());
    for (int round = 0; round < ROUNDS; round++) {
      story.advance(Scenario.LEASE);
      RecoverRequest request = story.lapsed(1);

      List<List<Attempt>> taken = Race.of(3, number -> events(story, number).recover(request));

      assertGrantsOne(story, taken, story.events().claims(request.claimId()));
    }
  }

  private static void assertGrantsOne(
      Scenario story, List<List<Attempt>> answers, List<Attempt> current) {
    assertThat(current)
        .as(story.story("at most one claim is current under the id"))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(answers.stream().flatMap(List::stream).distinct())
        .as(story.story("and nobody was told of another"))
        .hasSizeLessThanOrEqualTo(1)
        .allMatch(current::contains);
  }

  @Test
  @DisplayName("ES-52 a purge beside a replay takes nothing from an event that will run")
  default void es52PurgeBesideReplayLeavesWhatWillRun() {
    Scenario story = scenario();
    for (int round = 0; round < ROUNDS; round++) {
      EventKey key = story.settled(Ending.complete(story.started("evt-" + round))).key();
      story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
      Intervention replay = story.replay();

      List<Object> answers =
          Race.of(
              2,
              number ->
                  number == 0
                      ? events(story, number).purge(LedgerContract.SHORT, 10)
                      : events(story, number).intervene(key, replay));

      EventRecord record = story.record(key);
      assertThat(record.state() == EventState.COMPLETE || story.events().payload(key).isPresent())
          .as(story.story("it is complete, or waits with its body: " + answers + ", " + record))
          .isTrue();
    }
  }

  @Test
  @DisplayName("ST-3 a step that is recorded beside the end of its claim is not found by a replay")
  default void st3StepBesideTheEndIsNotFoundByReplay() {
    Scenario story = scenario();
    for (int round = 0; round < ROUNDS; round++) {
      String name = "evt-" + round;
      Attempt attempt = story.started(name);
      Intervention replay = story.replay();

      List<Object> answers =
          Race.of(
              2,
              number ->
                  number == 0
                      ? story.store().steps().record(attempt.claim(), "charge", attempt.payload())
                      : completeAndReplay(story, attempt, replay));

      assertThat(story.store().steps().recall(story.run(name).claim()))
          .as(story.story("the next run begins without steps after " + answers))
          .isEqualTo(new Steps.Recalled.Results(Map.of()));
    }
  }

  private static Object completeAndReplay(Scenario story, Attempt attempt, Intervention replay) {
    EventStore events = story.secondClient().events();
    events.settle(List.of(Ending.complete(attempt)));
    return events.intervene(attempt.claim().key(), replay);
  }

  /** One of the two clients. */
  private static EventStore events(Scenario story, int number) {
    return (number % 2 == 0 ? story.store() : story.secondClient()).events();
  }
}
