package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetryTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Problem TIMEOUT = Problem.of("timeout");
  private static final RunPolicy STEADY =
      RunPolicy.DEFAULT.withRetry(RetryPolicy.DEFAULT.withJitter(0).withAttempts(3));

  private final World world = new World();
  private final List<HandlerContext> attempts = new ArrayList<>();

  /** Fails the attempts in turn as given, then succeeds. */
  private Handler failing(Exception... failures) {
    return context -> {
      attempts.add(context);
      if (attempts.size() <= failures.length) {
        throw failures[attempts.size() - 1];
      }
      return Response.EMPTY;
    };
  }

  private static Exception again(DoubtMark mark) {
    return new RetryableFailure(Problem.of("http-503"), Duration.ZERO, mark);
  }

  @Test
  void attemptsFollowEachOtherWithGrowingDelaysAndTheSameKey() {
    WebhookGuard guard =
        world.node(STEADY, failing(again(DoubtMark.CLEAR), again(DoubtMark.CLEAR)));
    world.deliver(guard, PAID);
    assertThat(attempts).hasSize(1);

    world.advance(Duration.ofMillis(999));
    assertThat(attempts).hasSize(1);
    world.advance(Duration.ofMillis(1));
    assertThat(attempts).hasSize(2);
    world.advance(Duration.ofSeconds(3));
    assertThat(attempts).hasSize(3);

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(attempts).extracting(HandlerContext::attempt).containsExactly(1, 2, 3);
    assertThat(attempts)
        .extracting(HandlerContext::idempotencyKey)
        .containsOnly(attempts.get(0).idempotencyKey());
    assertThat(attempts.get(0).idempotencyKey()).matches("wg-[0-9a-f]{64}");
    assertThat(attempts.get(1).fencingToken()).isGreaterThan(attempts.get(0).fencingToken());
  }

  @Test
  void spentAttemptsMakeADeadLetterThatNothingRuns() {
    WebhookGuard guard =
        world.node(
            STEADY,
            failing(again(DoubtMark.CLEAR), again(DoubtMark.CLEAR), again(DoubtMark.CLEAR)));
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(1));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(attempts).hasSize(3);
    assertThat(world.event("e1").problem().kind()).isEqualTo("http-503");
  }

  @Test
  void aPermanentFailureIsNotTriedAgain() {
    WebhookGuard guard = world.node(STEADY, failing(new PermanentFailure(Problem.of("http-404"))));
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(1));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.PERMANENT);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void aTimeThatTheOtherSideNamesIsHonoured() {
    Exception later =
        new RetryableFailure(Problem.of("http-429"), Duration.ofMinutes(10), DoubtMark.CLEAR);
    WebhookGuard guard = world.node(STEADY, failing(later));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(attempts).hasSize(1);
    world.advance(Duration.ofSeconds(2));
    assertThat(attempts).hasSize(2);
  }

  @Test
  void whatWasNotBegunSpendsNoAttempt() {
    Exception refused = new NotStartedFailure(Problem.of("refused"), Duration.ofSeconds(5));
    WebhookGuard guard = world.node(STEADY, failing(refused, refused, refused, refused, refused));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(attempts).extracting(HandlerContext::attempt).containsOnly(1);
    assertThat(world.story("e1")).contains(DecisionKind.RELEASED);
  }

  @Test
  void aDestinationThatIsAwayForLongIsNotAskedEverySecond() {
    boolean[] away = {true};
    WebhookGuard guard =
        world.node(
            STEADY,
            context -> {
              attempts.add(context);
              if (away[0]) {
                throw new NotStartedFailure(Problem.of("refused"), Duration.ZERO);
              }
              return Response.EMPTY;
            });
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(1));
    int asked = attempts.size();
    away[0] = false;
    world.advance(Duration.ofMinutes(31));

    assertThat(asked).isBetween(5, 30);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(attempts).extracting(HandlerContext::attempt).containsOnly(1);
  }

  @Test
  void aDestinationThatIsAwayForAMomentIsAskedSoon() {
    Exception refused = new NotStartedFailure(Problem.of("refused"), Duration.ZERO);
    WebhookGuard guard = world.node(STEADY, failing(refused, refused, refused));
    world.deliver(guard, PAID);

    world.advance(Duration.ofSeconds(5));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatCanNeverBeBegunEndsAllTheSame() {
    RunPolicy hour = STEADY.withRetry(STEADY.retry().withTotal(Duration.ofHours(1)));
    WebhookGuard guard =
        world.node(
            hour,
            context -> {
              attempts.add(context);
              throw new NotStartedFailure(Problem.of("refused"), Duration.ofMinutes(1));
            });
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(3));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(attempts).hasSizeBetween(60, 65);
  }

  @Test
  void doubtIsTriedAgainAndStaysUntilAnAttemptIsCertain() {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT,
            failing(
                new UnknownOutcomeFailure(TIMEOUT), again(DoubtMark.KEEP), again(DoubtMark.CLEAR)));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(attempts)
        .extracting(HandlerContext::inDoubt)
        .containsExactly(false, true, true, false);
    assertThat(world.story("e1")).contains(DecisionKind.IN_DOUBT);
  }

  @Test
  void doubtIsParkedWhereTheEffectMustNotRepeat() {
    WebhookGuard guard =
        world.node(STEADY.withInDoubt(InDoubt.PARK), failing(new UnknownOutcomeFailure(TIMEOUT)));
    world.deliver(guard, PAID);

    world.advance(Duration.ofDays(1));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(attempts).hasSize(1);
    assertThat(world.story("e1")).endsWith(DecisionKind.PARKED);
  }

  @Test
  void anyExceptionIsDoubtWhereTheEffectMustNotRepeat() {
    WebhookGuard guard =
        world.node(STEADY.withInDoubt(InDoubt.PARK), failing(new IllegalStateException("hm")));
    world.deliver(guard, PAID);

    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(world.event("e1").problem()).isEqualTo(Problem.of("IllegalStateException"));
  }

  @Test
  void anErrorIsDoubtAndTheWorkerGoesOn() {
    WebhookGuard guard =
        world.node(
            STEADY,
            context -> {
              attempts.add(context);
              if (attempts.size() == 1) {
                throw new StackOverflowError();
              }
              return Response.EMPTY;
            });
    world.deliver(guard, PAID);

    world.advance(Duration.ofSeconds(2));

    assertThat(attempts).extracting(HandlerContext::inDoubt).containsExactly(false, true);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void nothingInDoubtIsRepeatedOnceTheOtherSideForgotTheKey() {
    Exception muchLater =
        new RetryableFailure(Problem.of("http-429"), Duration.ofHours(21), DoubtMark.KEEP);
    WebhookGuard guard =
        world.node(RunPolicy.DEFAULT, failing(new UnknownOutcomeFailure(TIMEOUT), muchLater));
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(22));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.KEY_WINDOW);
    assertThat(attempts).hasSize(2);
    assertThat(world.event("e1").inDoubt()).isTrue();
  }

  @Test
  void anEventWithoutAHandlerOnThisNodeWaitsForOneThatHasIt() {
    WebhookGuard old = world.builder().handler(World.SHOP, "*", failing()).build();
    old.start();
    world.begin(old, StubAdapter.event("e1", "paid"));
    world.processes.get(0).kill();
    WebhookGuard other = world.builder().handler(World.SHOP, "shipped", failing()).build();
    other.start();

    world.advance(Duration.ofSeconds(2));
    assertThat(attempts).isEmpty();
    assertThat(world.state("e1")).isEqualTo(EventState.PENDING);

    other.stop(Duration.ZERO);
    world.node(failing());
    world.advance(Duration.ofMinutes(2));
    assertThat(attempts).hasSize(1);
  }

  @Test
  void aContextNamesItsRunAndHidesWhatItCarries() {
    WebhookGuard guard = world.node(failing());
    world.deliver(guard, "e1|paid|customer|0|very private");

    HandlerContext context = attempts.get(0);
    assertThat(context.toString()).contains("shop/main/-/e1").doesNotContain("private");
    assertThat(context.lane().text()).isEqualTo("customer");
    assertThat(context.type()).isEqualTo("paid");
    assertThat(context.generation()).isEqualTo(1);
    assertThat(context.payload().size()).isPositive();
    assertThat(context.attributes().asMap()).isEmpty();
    assertThat(context.leaseLost()).isFalse();
    assertThat(context.receivedAt()).isEqualTo(world.event("e1").receivedAt());
  }
}
