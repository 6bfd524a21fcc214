package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.FlowPolicy.Breaker;
import io.webhookguard.core.handler.FlowPolicy.RetryBudget;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits of a route: what may not run now is not claimed and loses nothing. */
final class FlowTest {

  private static final Route SHOP = Route.main(World.SHOP);
  private static final Breaker BREAKER = new Breaker(50, 4, Duration.ofSeconds(30));
  private static final RunPolicy SOON =
      RunPolicy.DEFAULT.withRetry(
          RetryPolicy.DEFAULT
              .withDelays(Duration.ofSeconds(1), 1, Duration.ofMinutes(10))
              .withJitter(0));

  private final World world = new World();
  private final List<String> runs = new ArrayList<>();
  private boolean away;

  private WebhookGuard node(FlowPolicy flow, Handler handler) {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, Route.MAIN_CONSUMER, "*", handler, SOON)
            .flow(SHOP, flow)
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private Response run(HandlerContext context) {
    runs.add(context.key().eventId() + "#" + context.attempt());
    if (away) {
      throw new RetryableFailure(Problem.of("http-503"));
    }
    return Response.EMPTY;
  }

  private static String[] events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> StubAdapter.event("e" + i, "paid"))
        .toArray(String[]::new);
  }

  private long complete(int count) {
    return IntStream.range(0, count)
        .filter(i -> world.state("e" + i) == EventState.COMPLETE)
        .count();
  }

  @Test
  void anOpenBreakerClaimsNothingAndSpendsNoAttempts() {
    away = true;
    WebhookGuard guard = node(FlowPolicy.NONE.withBreaker(BREAKER), this::run);
    world.deliver(guard, events(4));
    assertThat(runs).hasSize(4);
    world.deliver(guard, events(10));

    world.advance(Duration.ofSeconds(29));

    assertThat(runs).hasSize(4);
    assertThat(world.event("e9").attempts()).isZero();
    assertThat(world.story("e9")).containsExactly(DecisionKind.RECEIVED);
    assertThat(world.story("e0")).doesNotContain(DecisionKind.RELEASED);
  }

  @Test
  void anOpenBreakerLetsOneTryAndThenAllOthers() {
    away = true;
    WebhookGuard guard = node(FlowPolicy.NONE.withBreaker(BREAKER), this::run);
    world.deliver(guard, events(4));
    world.deliver(guard, events(10));
    world.advance(Duration.ofSeconds(32));
    assertThat(runs).hasSize(5);

    away = false;
    world.advance(Duration.ofSeconds(33));

    assertThat(complete(10)).isEqualTo(10);
  }

  @Test
  void aRefusalIsAnAnswerToo() {
    Handler refusing =
        context -> {
          runs.add("refused");
          throw new PermanentFailure(Problem.of("http-404"));
        };
    WebhookGuard guard = node(FlowPolicy.NONE.withBreaker(BREAKER), refusing);

    world.deliver(guard, events(10));

    assertThat(runs).hasSize(10);
  }

  @Test
  void noMoreStartInASecondThanMay() {
    WebhookGuard guard = node(FlowPolicy.NONE.withPerSecond(5), this::run);
    world.deliver(guard, events(20));
    assertThat(runs).hasSize(5);

    world.advance(Duration.ofSeconds(1));
    assertThat(runs).hasSizeBetween(9, 10);
    world.advance(Duration.ofSeconds(2));

    assertThat(complete(20)).isEqualTo(20);
    assertThat(world.story("e19")).doesNotContain(DecisionKind.RELEASED);
  }

  @Test
  void lessThanOneInASecondIsPossible() {
    WebhookGuard guard = node(FlowPolicy.NONE.withPerSecond(0.1), this::run);
    world.deliver(guard, events(3));

    world.advance(Duration.ofSeconds(19));
    assertThat(runs).hasSize(2);
    world.advance(Duration.ofSeconds(3));
    assertThat(runs).hasSize(3);
  }

  @Test
  void noMoreRunAtOnceThanMay() {
    int[] most = new int[2];
    Handler slow =
        context -> {
          most[0]++;
          most[1] = Math.max(most[1], most[0]);
          world.advance(Duration.ofMillis(10));
          most[0]--;
          return run(context);
        };
    WebhookGuard guard = node(FlowPolicy.NONE.withAtOnce(2), slow);

    world.deliver(guard, events(10));
    world.advance(Duration.ofMillis(200));

    assertThat(most[1]).isLessThanOrEqualTo(2);
    assertThat(complete(10)).isEqualTo(10);
  }

  @Test
  void aLimitedRouteHoldsUpNoOther() {
    away = true;
    Handler other = Handler.of(context -> runs.add("other"));
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, Route.MAIN_CONSUMER, "*", this::run, SOON)
            .handler(World.SHOP, "audit", "*", other)
            .flow(SHOP, FlowPolicy.NONE.withBreaker(BREAKER))
            .build();
    guard.start();

    world.deliver(guard, events(30));
    world.advance(Duration.ofSeconds(5));

    assertThat(runs.stream().filter("other"::equals)).hasSize(30);
  }

  @Test
  void nothingElseIsClaimedBeforeALostClaimWasAskedFor() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, Route.MAIN_CONSUMER, "*", this::run, SOON)
            .handler(World.SHOP, "audit", "*", Handler.of(context -> {}))
            .flow(SHOP, FlowPolicy.NONE.withPerSecond(5))
            .build();
    guard.start();
    world.time.settleDown();
    // Often, because the limited route is asked first and last in turn.
    for (int i = 0; i < 8; i++) {
      long before = world.store().calls("claim");
      long[] made = new long[1];
      world.store().fail("claim", FaultyStore.Fault.LOST_REPLY);
      world.store().during("claims", () -> made[0] = world.store().calls("claim") - before);

      guard.discard(world.key("nobody"), new Authority("ann", "wakes"));
      world.time.settleDown();
      world.advance(Duration.ofSeconds(2));
      if (i % 2 == 1) {
        guard.discard(world.key("nobody"), new Authority("ann", "wakes"));
        world.time.settleDown();
      }

      assertThat(made[0]).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsForAnAnswerIsToldThatItIsDurable() {
    away = true;
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard guard = node(FlowPolicy.NONE.withBreaker(BREAKER), this::run);
    world.deliver(guard, events(4));

    var answer = world.begin(guard, StubAdapter.event("e9", "paid"));
    world.advance(Duration.ofSeconds(20));

    assertThat(World.answered(answer).status()).isEqualTo(200);
    assertThat(world.story("e9")).containsExactly(DecisionKind.RECEIVED);
  }

  @Test
  void retriesThatNobodyPaidForWait() {
    away = true;
    RetryBudget budget = new RetryBudget(0, 1);
    WebhookGuard guard = node(FlowPolicy.NONE.withRetryBudget(budget), this::run);
    world.deliver(guard, events(40));
    assertThat(runs).hasSize(40);

    world.advance(Duration.ofSeconds(10));

    // Ten were free, and one more in each second.
    assertThat(runs.size() - 40).isBetween(10, 25);
    away = false;
    world.advance(Duration.ofSeconds(90));
    assertThat(complete(40)).isEqualTo(40);
  }

  @Test
  void withoutABudgetAllRetriesComeAtOnce() {
    away = true;
    WebhookGuard guard = node(FlowPolicy.NONE.withAtOnce(1_000), this::run);
    world.deliver(guard, events(40));

    world.advance(Duration.ofSeconds(1));

    assertThat(runs).hasSize(80);
  }
}
