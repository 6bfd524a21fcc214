package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ShutdownTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final List<WebhookGuard> guards = new ArrayList<>();
  private final List<CompletionStage<Void>> stops = new ArrayList<>();
  private final Handler handler =
      Handler.of(context -> effects.add(context.key().eventId() + "#" + context.attempt()));

  private void stopWhileItRuns(Duration forSoLong) {
    guards.add(
        world.node(
            context -> {
              stops.add(guards.get(0).stop(DRAIN));
              world.time.settleDown();
              assertThat(stops.get(0).toCompletableFuture()).isNotDone();
              assertThat(world.deliver(guards.get(0), PAID).status()).isEqualTo(503);
              world.advance(forSoLong);
              return handler.handle(context);
            }));
    world.deliver(guards.get(0), PAID, StubAdapter.event("e2", "paid"));
  }

  @Test
  void aRunningAttemptGetsItsTimeAndWhatHasNotStartedIsHandedBack() {
    stopWhileItRuns(Duration.ofSeconds(10));

    assertThat(stops.get(0).toCompletableFuture()).isDone();
    assertThat(effects).containsExactly("e1#1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
    assertThat(world.story("e2")).endsWith(DecisionKind.STARTED, DecisionKind.RELEASED);
    assertThat(world.event("e2").attempts()).isZero();
  }

  @Test
  void claimsAreRenewedDuringTheDrain() {
    world.settings(Settings.DEFAULT.withLease(Duration.ofSeconds(6)));
    stopWhileItRuns(Duration.ofSeconds(19));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.story("e1")).doesNotContain(DecisionKind.RECOVERED);
  }

  @Test
  void whatRunsBeyondTheDrainIsLeftToItsLease() {
    stopWhileItRuns(DRAIN.plusSeconds(1));

    assertThat(stops.get(0).toCompletableFuture()).isDone();
    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void anotherNodeGoesOnWithWhatWasHandedBack() {
    stopWhileItRuns(Duration.ofSeconds(10));

    world.node(handler);

    assertThat(effects).containsExactly("e1#1", "e2#1");
  }

  @Test
  void summariesAreWrittenBeforeItEnds() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);

    guard.stop(DRAIN);
    world.time.settleDown();

    assertThat(world.story("e1")).endsWith(DecisionKind.DUPLICATE);
  }

  @Test
  void aClaimWhoseReplyWasLostIsHandedBackToo() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("claim", FaultyStore.Fault.LOST_REPLY);
    world.begin(guard, PAID);
    world.time.settleDown();

    CompletionStage<Void> stop = guard.stop(DRAIN);
    world.time.settleDown();

    assertThat(stop.toCompletableFuture()).isDone();
    assertThat(effects).isEmpty();
    assertThat(world.state("e1")).isEqualTo(EventState.PENDING);
  }

  @Test
  void aGuardIsStartedOnceAndMayBeStoppedAgainAndAgain() {
    WebhookGuard guard = world.node(handler);

    guard.stop(Duration.ZERO);
    world.time.settleDown();

    assertThat(guard.stop(Duration.ZERO).toCompletableFuture()).isDone();
    guard.close();
    assertThatThrownBy(guard::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGuardThatWasNeverStartedCloses() {
    WebhookGuard guard = world.builder().build();

    guard.close();

    assertThat(guard.readiness().ready()).isFalse();
  }
}
