package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.handler.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A stop that comes while something is on its way to or from the store. */
final class StopRacesTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final List<EventState> whenStopped = new ArrayList<>();
  private final Handler handler = Handler.of(context -> effects.add(context.key().eventId()));

  private void stop(WebhookGuard guard) {
    guard.stop(DRAIN).thenRun(() -> whenStopped.add(world.state("e1")));
  }

  private void assertHandedBackBeforeTheEnd() {
    assertThat(whenStopped).containsExactly(EventState.PENDING);
    assertThat(world.story("e1")).endsWith(DecisionKind.STARTED, DecisionKind.RELEASED);
    assertThat(effects).isEmpty();
  }

  @Test
  void whatACallGrantsDuringTheStopIsHandedBackBeforeTheEnd() {
    WebhookGuard guard = world.node(handler);
    world.store().during("claim", () -> stop(guard));

    world.deliver(guard, PAID);

    assertHandedBackBeforeTheEnd();
  }

  @Test
  void whatAnInlineAdmissionGrantsDuringTheStopIsHandedBackBeforeTheEnd() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
    world.store().during("admit", () -> stop(guard));

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(answer.status()).isEqualTo(200);
    assertHandedBackBeforeTheEnd();
  }

  @Test
  void whatARecoveryTakesOverDuringTheStopIsSettledBeforeTheEnd() {
    WebhookGuard dying =
        world.node(
            Handler.of(
                context -> {
                  world.processes.get(0).kill();
                }));
    world.begin(dying, PAID);
    world.time.settleDown();
    WebhookGuard guard = world.node(handler);
    world.advance(World.LEASE.minusSeconds(1));
    world.views.get(1).during("recover", () -> stopOnceTaken(guard));

    world.advance(Duration.ofSeconds(5));

    assertThat(whenStopped).containsExactly(EventState.PENDING);
    assertThat(world.story("e1")).endsWith(DecisionKind.RECOVERED, DecisionKind.IN_DOUBT);
  }

  private void stopOnceTaken(WebhookGuard guard) {
    if (world.story("e1").contains(DecisionKind.RECOVERED)) {
      stop(guard);
    } else {
      world.views.get(1).during("recover", () -> stopOnceTaken(guard));
    }
  }

  @Test
  void anAdmissionWhoseReplyIsLostDuringTheStopIsAskedForBeforeTheEnd() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
    world.store().fail("admit", FaultyStore.Fault.LOST_REPLY);
    CompletionStage<ProviderResponse> answer = world.begin(guard, PAID);

    stop(guard);
    world.time.settleDown();
    assertThat(whenStopped).isEmpty();
    world.advance(Duration.ofSeconds(1));

    assertThat(World.answered(answer).status()).isEqualTo(200);
    assertHandedBackBeforeTheEnd();
  }

  @Test
  void aRequestThatWaitsForAnotherNodeIsAnsweredWhenItsOwnHasStopped() {
    world.source(source -> source.mode(Source.Mode.INLINE).ackBudget(Duration.ofMinutes(5)));
    List<CompletionStage<ProviderResponse>> answers = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    WebhookGuard waiting = world.node(handler);
    WebhookGuard busy =
        world.node(
            Handler.of(
                context -> {
                  answers.add(world.begin(waiting, PAID));
                  CompletionStage<Void> stop = waiting.stop(DRAIN);
                  world.time.settleDown();
                  seen.add("stopped: " + stop.toCompletableFuture().isDone());
                  seen.add("answered: " + answers.get(0).toCompletableFuture().isDone());
                }));

    world.deliver(busy, PAID);

    assertThat(seen).containsExactly("stopped: true", "answered: true");
    assertThat(World.answered(answers.get(0)).status()).isEqualTo(200);
  }

  @Test
  void aRequestThatTheStoreNeverAnswersIsRefusedWhenTheDrainIsOver() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("admit", FaultyStore.Fault.LOST_REQUEST);
    CompletionStage<ProviderResponse> answer = world.begin(guard, PAID);

    CompletionStage<Void> stop = guard.stop(Duration.ZERO);
    world.advance(Duration.ZERO);

    assertThat(stop.toCompletableFuture()).isDone();
    assertThat(World.answered(answer).status()).isEqualTo(503);
    world.advance(Duration.ofSeconds(5));
    assertThat(world.memory.events().find(world.key("e1"))).isEmpty();
  }

  @Test
  void aClaimWhoseCallNeverArrivedHoldsNothingUp() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("claim", FaultyStore.Fault.LOST_REQUEST);
    world.store().fail("claims", FaultyStore.Fault.UNAVAILABLE, FaultyStore.Fault.UNAVAILABLE);
    world.begin(guard, PAID);
    world.time.settleDown();

    stop(guard);
    world.time.settleDown();
    assertThat(whenStopped).isEmpty();
    world.advance(Duration.ofSeconds(2));

    assertThat(whenStopped).containsExactly(EventState.PENDING);
  }
}
