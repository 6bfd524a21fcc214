package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.handler.Classification.Verdict;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import io.webhookguard.core.internal.RunRules.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RunRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Problem PROBLEM = Problem.of("http-503");
  private static final double MIDDLE = 0.5;
  private static final RunPolicy POLICY =
      RunPolicy.DEFAULT.withRetry(RetryPolicy.DEFAULT.withAttempts(5).withJitter(0));
  private static final RunPolicy PARKING = POLICY.withInDoubt(InDoubt.PARK);

  private static Attempt attempt(int number, boolean inDoubt, Duration sinceFirstUse) {
    Claim claim =
        new Claim(
            new EventKey(Route.main("shop"), "", "e1"),
            "node",
            new UUID(0, 1),
            new FencingToken(1),
            NOW.plusSeconds(30));
    return new Attempt(
        claim,
        "paid",
        Lane.NONE,
        Attributes.EMPTY,
        Payload.of("", new byte[0]),
        1,
        number,
        inDoubt,
        NOW.minus(sinceFirstUse),
        NOW,
        NOW.minus(sinceFirstUse));
  }

  private static Attempt attempt(int number) {
    return attempt(number, false, Duration.ZERO);
  }

  private static Settlement settle(RunPolicy policy, Attempt attempt, Outcome outcome) {
    return new RunRules(policy, Kind.PLAIN).afterRun(attempt, outcome, Duration.ZERO, MIDDLE);
  }

  private static Outcome read(Throwable thrown) {
    return Outcome.of(thrown, it -> Optional.empty());
  }

  private static Outcome again(DoubtMark mark) {
    return new Outcome.Again(PROBLEM, Duration.ZERO, mark);
  }

  private static Settlement.Fail fail(Settlement settlement) {
    assertThat(settlement).isInstanceOf(Settlement.Fail.class);
    return (Settlement.Fail) settlement;
  }

  private static Settlement.Retry retry(Settlement settlement) {
    assertThat(settlement).isInstanceOf(Settlement.Retry.class);
    return (Settlement.Retry) settlement;
  }

  @Test
  void successCompletesWithTheHandlersResponse() {
    Response response = Response.of(201, "", new byte[0]);

    assertThat(settle(POLICY, attempt(1), new Outcome.Succeeded(response)))
        .isEqualTo(new Settlement.Complete(attempt(1).claim(), response));
  }

  @Test
  void delaysGrowByTheFactorUpToTheLongest() {
    RunRules rules = new RunRules(POLICY, Kind.PLAIN);

    assertThat(rules.backoff(1, MIDDLE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(rules.backoff(2, MIDDLE)).isEqualTo(Duration.ofSeconds(3));
    assertThat(rules.backoff(3, MIDDLE)).isEqualTo(Duration.ofSeconds(9));
    assertThat(rules.backoff(9_999, MIDDLE)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void jitterMovesADelayByItsShareAndNoFurther() {
    RunRules rules = new RunRules(RunPolicy.DEFAULT, Kind.PLAIN);

    assertThat(rules.backoff(1, 0)).isEqualTo(Duration.ofMillis(800));
    assertThat(rules.backoff(1, MIDDLE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(rules.backoff(1, 0.999_999)).isEqualTo(Duration.ofMillis(1_200));
  }

  @Test
  void aNamedTimeIsHonouredWhereItIsLongerThanTheDelay() {
    Outcome soon = new Outcome.Again(PROBLEM, Duration.ofMillis(10), DoubtMark.CLEAR);
    Outcome late = new Outcome.Again(PROBLEM, Duration.ofMinutes(7), DoubtMark.CLEAR);
    Outcome absurd = new Outcome.Again(PROBLEM, Duration.ofDays(9_999), DoubtMark.CLEAR);

    assertThat(retry(settle(POLICY, attempt(1), soon)).after()).isEqualTo(Duration.ofSeconds(1));
    assertThat(retry(settle(POLICY, attempt(1), late)).after()).isEqualTo(Duration.ofMinutes(7));
    assertThat(retry(settle(POLICY, attempt(1), absurd)).after()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void theLastAttemptExhaustsTheEvent() {
    assertThat(retry(settle(POLICY, attempt(4), again(DoubtMark.CLEAR))).problem())
        .isEqualTo(PROBLEM);
    assertThat(fail(settle(POLICY, attempt(5), again(DoubtMark.CLEAR))).reason())
        .isEqualTo(FailureReason.EXHAUSTED);
  }

  @Test
  void noAttemptStartsAfterTheTotalTime() {
    RunPolicy hour = POLICY.withRetry(POLICY.retry().withTotal(Duration.ofHours(1)));
    Attempt early = attempt(1, false, Duration.ofMinutes(59));
    Attempt late = attempt(1, false, Duration.ofHours(1));

    assertThat(settle(hour, early, again(DoubtMark.CLEAR))).isInstanceOf(Settlement.Retry.class);
    assertThat(fail(settle(hour, late, again(DoubtMark.CLEAR))).reason())
        .isEqualTo(FailureReason.EXHAUSTED);
  }

  @Test
  void theTimeThatTheHandlerTookCountsToo() {
    RunPolicy hour = POLICY.withRetry(POLICY.retry().withTotal(Duration.ofHours(1)));

    Settlement end =
        new RunRules(hour, Kind.PLAIN)
            .afterRun(attempt(1), again(DoubtMark.CLEAR), Duration.ofHours(1), MIDDLE);

    assertThat(fail(end).reason()).isEqualTo(FailureReason.EXHAUSTED);
  }

  @Test
  void anAnswerSaysWhatBecomesOfTheDoubtMark() {
    assertThat(retry(settle(POLICY, attempt(1), again(DoubtMark.CLEAR))).mark())
        .isEqualTo(DoubtMark.CLEAR);
    assertThat(retry(settle(POLICY, attempt(1), again(DoubtMark.KEEP))).mark())
        .isEqualTo(DoubtMark.KEEP);
    assertThat(fail(settle(POLICY, attempt(5), again(DoubtMark.KEEP))).mark())
        .isEqualTo(DoubtMark.KEEP);
  }

  @Test
  void aPermanentFailureEndsItAtOnce() {
    Outcome outcome = read(new PermanentFailure(PROBLEM));

    assertThat(fail(settle(POLICY, attempt(1), outcome)).reason())
        .isEqualTo(FailureReason.PERMANENT);
  }

  @Test
  void whatWasNotBegunIsHandedBackWithoutSpendingAnAttempt() {
    Settlement end =
        settle(POLICY, attempt(5), new Outcome.NotBegun(PROBLEM, Duration.ofSeconds(30)));

    assertThat(end)
        .isEqualTo(new Settlement.Release(attempt(5).claim(), Duration.ofSeconds(30), PROBLEM));
  }

  @Test
  void whatWasNotBegunForTooLongCountsLikeAnyAttempt() {
    Attempt old = attempt(1, true, Duration.ofDays(3));
    Attempt oldAndSpent = attempt(5, true, Duration.ofDays(3));
    RunPolicy patient = POLICY.withRetry(POLICY.retry().withTotal(Duration.ofDays(3)));
    Outcome refused = new Outcome.NotBegun(PROBLEM, Duration.ZERO);

    assertThat(fail(settle(patient, old, refused)).reason()).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(fail(settle(patient, oldAndSpent, refused)).mark()).isEqualTo(DoubtMark.KEEP);
  }

  @Test
  void doubtIsRepeatedUnderRetryAndParkedUnderPark() {
    Outcome unknown = new Outcome.Unknown(PROBLEM);

    assertThat(settle(POLICY, attempt(1), unknown))
        .isEqualTo(new Settlement.Doubt(attempt(1).claim(), Duration.ofSeconds(1), PROBLEM));
    assertThat(settle(PARKING, attempt(1), unknown))
        .isEqualTo(
            new Settlement.Fail(
                attempt(1).claim(),
                FailureReason.IN_DOUBT,
                DoubtMark.SET,
                HeadOfLine.BLOCK,
                PROBLEM));
  }

  @Test
  void doubtIsNotRepeatedOnceTheKeyMayBeForgotten() {
    Attempt inTime = attempt(2, true, Duration.ofHours(20).minusSeconds(3));
    Attempt tooLate = attempt(2, true, Duration.ofHours(20).minusSeconds(2));
    Outcome unknown = new Outcome.Unknown(PROBLEM);

    assertThat(settle(POLICY, inTime, unknown)).isInstanceOf(Settlement.Doubt.class);
    assertThat(fail(settle(POLICY, tooLate, unknown)).reason()).isEqualTo(FailureReason.KEY_WINDOW);
    assertThat(fail(settle(POLICY, tooLate, unknown)).mark()).isEqualTo(DoubtMark.SET);
  }

  @Test
  void doubtExhaustsTooAndKeepsItsMark() {
    Settlement.Fail end = fail(settle(POLICY, attempt(5), new Outcome.Unknown(PROBLEM)));

    assertThat(end.reason()).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(end.mark()).isEqualTo(DoubtMark.SET);
  }

  @Test
  void anAttemptInDoubtDoesNotRunOnceTheKeyMayBeForgotten() {
    RunRules rules = new RunRules(POLICY, Kind.PLAIN);

    assertThat(rules.beforeRun(attempt(2, true, Duration.ofHours(20)))).isEmpty();
    assertThat(rules.beforeRun(attempt(2, false, Duration.ofHours(21)))).isEmpty();
    assertThat(
            rules
                .beforeRun(attempt(2, true, Duration.ofHours(21)))
                .map(RunRulesTest::fail)
                .map(Settlement.Fail::reason))
        .contains(FailureReason.KEY_WINDOW);
  }

  @Test
  void aTakeoverIsDoubt() {
    assertThat(new RunRules(POLICY, Kind.PLAIN).afterTakeover(attempt(1), 1, MIDDLE))
        .isInstanceOf(Settlement.Doubt.class);
    assertThat(fail(new RunRules(POLICY, Kind.PLAIN).afterTakeover(attempt(5), 1, MIDDLE)).reason())
        .isEqualTo(FailureReason.EXHAUSTED);
    assertThat(
            fail(new RunRules(PARKING, Kind.PLAIN).afterTakeover(attempt(1), 1, MIDDLE)).reason())
        .isEqualTo(FailureReason.IN_DOUBT);
  }

  @Test
  void aTakeoverOfATransactionIsNoDoubt() {
    for (RunPolicy policy : List.of(POLICY, PARKING)) {
      RunRules rules = new RunRules(policy, Kind.TRANSACTIONAL);

      assertThat(rules.afterTakeover(attempt(1), 1, MIDDLE))
          .isInstanceOfSatisfying(
              Settlement.Retry.class, retry -> assertThat(retry.mark()).isEqualTo(DoubtMark.CLEAR));
      assertThat(fail(rules.afterTakeover(attempt(100), 1, MIDDLE)).reason())
          .isEqualTo(FailureReason.EXHAUSTED);
    }
  }

  @Test
  void whateverATransactionRolledBackForIsNoDoubt() {
    for (Throwable thrown :
        List.of(new UnknownOutcomeFailure(Problem.of("lost")), new StackOverflowError())) {
      assertThat(read(thrown).rolledBack()).isInstanceOf(Outcome.Again.class);
    }
    assertThat(read(new PermanentFailure(Problem.of("no"))).rolledBack())
        .isInstanceOf(Outcome.Dead.class);
  }

  @Test
  void anExceptionThatNobodyKnowsIsDoubtAndLeavesNothingButItsName() {
    assertThat(read(new IllegalStateException("card 4242")))
        .isEqualTo(new Outcome.Unknown(Problem.of("IllegalStateException")));
    assertThat(read(new StackOverflowError()))
        .isEqualTo(new Outcome.Unknown(Problem.of("StackOverflowError")));
  }

  @Test
  void aClassificationSaysWhatItMeansInstead() {
    Problem named = Problem.of("IOException");
    IOException thrown = new IOException("card 4242");

    assertThat(Outcome.of(thrown, it -> Optional.of(Verdict.PERMANENT)))
        .isEqualTo(new Outcome.Dead(FailureReason.PERMANENT, DoubtMark.KEEP, named));
    assertThat(Outcome.of(thrown, it -> Optional.of(Verdict.RETRYABLE)))
        .isEqualTo(new Outcome.Again(named, Duration.ZERO, DoubtMark.KEEP));
    assertThat(Outcome.of(thrown, it -> Optional.of(Verdict.NOT_STARTED)))
        .isEqualTo(new Outcome.NotBegun(named, Duration.ZERO));
    assertThat(Outcome.of(thrown, it -> Optional.of(Verdict.UNKNOWN)))
        .isEqualTo(new Outcome.Unknown(named));
    assertThat(Outcome.of(new PermanentFailure(PROBLEM), it -> Optional.of(Verdict.RETRYABLE)))
        .isInstanceOf(Outcome.Dead.class);
  }

  @Test
  void anEventThatTakesItsNodesDownIsTakenForTheCause() {
    RunPolicy thrice = POLICY.withTakeovers(3);

    assertThat(new RunRules(thrice, Kind.PLAIN).afterTakeover(attempt(3), 2, MIDDLE))
        .isInstanceOf(Settlement.Doubt.class);
    Settlement.Fail plain =
        fail(new RunRules(thrice, Kind.PLAIN).afterTakeover(attempt(3), 3, MIDDLE));
    assertThat(plain.reason()).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(plain.problem().kind()).isEqualTo("poison");
    Settlement.Fail rolledBack =
        fail(new RunRules(thrice, Kind.TRANSACTIONAL).afterTakeover(attempt(3), 3, MIDDLE));
    assertThat(rolledBack.reason()).isEqualTo(FailureReason.PERMANENT);
    assertThat(rolledBack.mark()).isEqualTo(DoubtMark.CLEAR);
  }

  @Test
  void aProbeGetsOneClaimMoreThanTheHandler() {
    RunRules rules = new RunRules(POLICY, Kind.PROBED);
    Duration late = POLICY.retry().total().plusDays(1);

    assertThat(rules.afterTakeover(attempt(5), 1, MIDDLE)).isInstanceOf(Settlement.Doubt.class);
    assertThat(rules.afterTakeover(attempt(5, true, late), 1, MIDDLE))
        .isInstanceOf(Settlement.Doubt.class);
    assertThat(fail(rules.afterTakeover(attempt(6), 1, MIDDLE)).reason())
        .isEqualTo(FailureReason.IN_DOUBT);
    assertThat(rules.beforeRun(attempt(5, true, late))).isEmpty();
    assertThat(rules.afterNotDone(attempt(5))).isEmpty();
    assertThat(rules.afterNotDone(attempt(6))).isPresent();
    assertThat(rules.afterNotDone(attempt(1, true, late))).isPresent();
  }

  @Test
  void anAttemptThatStartsJustWithinTheTotalTimeIsMade() {
    Duration total = POLICY.retry().total();
    Duration delay = new RunRules(POLICY, Kind.PLAIN).backoff(1, MIDDLE);

    assertThat(settle(POLICY, attempt(1, false, total.minus(delay)), again(DoubtMark.KEEP)))
        .isInstanceOf(Settlement.Retry.class);
    assertThat(
            settle(
                POLICY, attempt(1, false, total.minus(delay).plusNanos(1)), again(DoubtMark.KEEP)))
        .isInstanceOf(Settlement.Fail.class);
  }

  @Test
  void whatWasNotBegunIsFreeForJustTheTotalTime() {
    Duration total = POLICY.retry().total();
    Duration delay = new RunRules(POLICY, Kind.PLAIN).backoff(1, MIDDLE);
    Outcome refused = new Outcome.NotBegun(PROBLEM, Duration.ZERO);

    assertThat(settle(POLICY, attempt(1, false, total.minus(delay)), refused))
        .isInstanceOf(Settlement.Release.class);
  }
}
