package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RunPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class InlineIntakeTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();

  private WebhookGuard node(Handler handler) {
    return node(source -> source, handler);
  }

  private WebhookGuard node(UnaryOperator<Source.Builder> options, Handler handler) {
    return world
        .source(source -> options.apply(source.mode(Source.Mode.INLINE).ackBudget(BUDGET)))
        .node(handler);
  }

  private Response ship(HandlerContext context) {
    effects.add(context.key().eventId());
    return Response.of(201, "text/plain", "shipped".getBytes(StandardCharsets.UTF_8));
  }

  private static String body(ProviderResponse answer) {
    return new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void theAnswerIsTheHandlersResponse() {
    WebhookGuard guard = node(this::ship);

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(body(answer)).isEqualTo("shipped");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aDuplicateIsAnsweredFromTheRecord() {
    WebhookGuard guard = node(this::ship);
    world.deliver(guard, PAID);

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(body(answer)).isEqualTo("shipped");
    assertThat(effects).hasSize(1);
  }

  @Test
  void theSourceMayKeepTheHandlersWordsToItself() {
    WebhookGuard guard =
        node(source -> source.inlineAnswer(Source.InlineAnswer.STANDARD), this::ship);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
  }

  @Test
  void aHandlerCannotMakeTheGuardRedirectOrUnsubscribe() {
    WebhookGuard guard = node(context -> Response.of(410, "", new byte[0]));

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aDuplicateWaitsForTheRunThatGoesOn() {
    List<CompletionStage<ProviderResponse>> second = new ArrayList<>();
    List<WebhookGuard> guards = new ArrayList<>();
    guards.add(
        node(
            context -> {
              second.add(world.begin(guards.get(0), PAID));
              world.time.settleDown();
              assertThat(second.get(0).toCompletableFuture()).isNotDone();
              return ship(context);
            }));

    ProviderResponse first = world.deliver(guards.get(0), PAID);

    assertThat(first.status()).isEqualTo(201);
    assertThat(World.answered(second.get(0)).status()).isEqualTo(201);
    assertThat(effects).containsExactly("e1");
  }

  @Test
  void pastTheBudgetTheProviderIsAnsweredAndTheRunGoesOn() {
    List<CompletionStage<ProviderResponse>> answers = new ArrayList<>();
    WebhookGuard guard =
        node(
            context -> {
              assertThat(answers.get(0).toCompletableFuture()).isNotDone();
              world.advance(BUDGET);
              assertThat(World.answered(answers.get(0)).status()).isEqualTo(200);
              return ship(context);
            });
    answers.add(world.begin(guard, PAID));

    world.time.settleDown();

    assertThat(effects).containsExactly("e1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void anEventBehindAnotherOfItsLaneIsQueuedAndItsCallerWaits() {
    List<CompletionStage<ProviderResponse>> second = new ArrayList<>();
    List<WebhookGuard> guards = new ArrayList<>();
    guards.add(
        node(
            context -> {
              if (second.isEmpty()) {
                second.add(world.begin(guards.get(0), StubAdapter.event("e2", "paid", "customer")));
                world.time.settleDown();
                assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
              }
              return ship(context);
            }));

    world.deliver(guards.get(0), StubAdapter.event("e1", "paid", "customer"));

    assertThat(effects).containsExactly("e1", "e2");
    assertThat(World.answered(second.get(0)).status()).isEqualTo(201);
  }

  @Test
  void aFailedAttemptIsAcknowledgedBecauseTheGuardOwnsTheRetry() {
    WebhookGuard guard =
        node(
            context -> {
              if (context.attempt() == 1) {
                throw new IllegalStateException("not now");
              }
              return ship(context);
            });

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);

    world.advance(Duration.ofSeconds(2));
    assertThat(effects).containsExactly("e1");
  }

  @Test
  void theSourceMayPropagateAFailureAndTheEventStaysAllTheSame() {
    AtomicBoolean down = new AtomicBoolean(true);
    WebhookGuard guard =
        node(
            source -> source.inlineFailure(Source.InlineFailure.PROPAGATE),
            context -> {
              if (down.get()) {
                throw new IllegalStateException("not now");
              }
              return ship(context);
            });

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(500);
    assertThat(world.state("e1")).isEqualTo(EventState.PENDING);

    down.set(false);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(201);
    assertThat(effects).containsExactly("e1");
  }

  @Test
  void aDuplicateOfADeadLetterIsAcknowledged() {
    WebhookGuard guard =
        node(
            source -> source.inlineFailure(Source.InlineFailure.PROPAGATE),
            context -> {
              throw new PermanentFailure(Problem.of("no-such-order"));
            });
    world.deliver(guard, PAID);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(world.state("e1")).isEqualTo(EventState.FAILED);
  }

  @Test
  void withoutAFreeWorkerTheEventIsQueuedAndNoThreadIsMade() {
    world.settings(Settings.DEFAULT.withWorkers(1));
    List<CompletionStage<ProviderResponse>> second = new ArrayList<>();
    List<WebhookGuard> guards = new ArrayList<>();
    guards.add(
        node(
            context -> {
              if (second.isEmpty()) {
                second.add(world.begin(guards.get(0), StubAdapter.event("e2", "paid")));
                world.time.settleDown();
                assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
              }
              return ship(context);
            }));

    world.deliver(guards.get(0), PAID);

    assertThat(effects).containsExactly("e1", "e2");
    assertThat(World.answered(second.get(0)).status()).isEqualTo(201);
  }

  @Test
  void aRunOnAnotherNodeIsFoundByAskingTheStore() {
    List<CompletionStage<ProviderResponse>> second = new ArrayList<>();
    List<WebhookGuard> guards = new ArrayList<>();
    Handler slow =
        context -> {
          second.add(world.begin(guards.get(1), PAID));
          world.advance(Duration.ofMillis(600));
          return ship(context);
        };
    guards.add(node(slow));
    guards.add(world.node(slow));
    world.deliver(guards.get(0), PAID);

    world.advance(Duration.ofMillis(300));

    assertThat(World.answered(second.get(0)).status()).isEqualTo(201);
    assertThat(effects).containsExactly("e1");
  }

  @Test
  void aProcessThatDiesRunsTheEventFromTheStoreWithoutTheProvider() {
    Handler dies =
        context -> {
          world.processes.get(0).kill();
          return Response.EMPTY;
        };
    WebhookGuard first = node(dies);
    world.begin(first, PAID);
    world.time.settleDown();
    world.node(RunPolicy.DEFAULT, this::ship);

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).containsExactly("e1");
    assertThat(world.story("e1"))
        .containsExactly(
            DecisionKind.RECEIVED,
            DecisionKind.STARTED,
            DecisionKind.RECOVERED,
            DecisionKind.IN_DOUBT,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED);
  }
}
