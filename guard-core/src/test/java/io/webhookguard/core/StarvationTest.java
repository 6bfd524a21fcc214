package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Troubles that last: nothing may pile up, and nothing may wait for ever, because of them. */
final class StarvationTest {

  private static final String PAID = StubAdapter.event("e1", "paid");

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler =
      Handler.of(context -> effects.add(context.key().eventId() + "#" + context.attempt()));

  private void runOnANodeThatDies(RunPolicy policy, String types) {
    WebhookGuard dying =
        world
            .builder()
            .handler(
                World.SHOP,
                Route.MAIN_CONSUMER,
                types,
                context -> {
                  world.processes.get(0).kill();
                  return Response.EMPTY;
                },
                policy)
            .build();
    dying.start();
    world.begin(dying, PAID);
    world.time.settleDown();
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void anOutageDoesNotMakeRetriesPileUp() {
    WebhookGuard guard =
        world.node(
            context -> {
              world.store().away(true);
              return Response.EMPTY;
            });
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(10));
    long before = world.store().calls("settle");

    world.advance(Duration.ofMinutes(1));

    assertThat(world.store().calls("settle") - before).isPositive().isLessThan(150);
    assertThat(world.time.timersWaiting()).isLessThan(20);
  }

  @Test
  void aRequestThatWasAnsweredLeavesNoTimerBehind() {
    WebhookGuard guard =
        world
            .source(source -> source.mode(Source.Mode.INLINE).ackBudget(Duration.ofMinutes(1)))
            .node(handler);
    int before = world.time.timersWaiting();

    for (int i = 0; i < 10; i++) {
      world.deliver(guard, StubAdapter.event("e" + i, "paid"));
    }

    assertThat(world.time.timersWaiting()).isLessThanOrEqualTo(before);
  }

  @Test
  void aStoreThatIsNowAndThenTooBusyDoesNotKeepRecoveryAway() {
    runOnANodeThatDies(RunPolicy.DEFAULT, "*");
    world.node(handler);

    for (int i = 0; i < 20; i++) {
      world.views.get(1).fail("claim", FaultyStore.Fault.UNAVAILABLE);
      world.advance(Duration.ofSeconds(5));
    }

    assertThat(effects).containsExactly("e1#2");
  }

  @Test
  void aStoreThatCannotBeUsedForAWhileDoesNotLoseWhatRanMeanwhile() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("settle", FaultyStore.Fault.MISCONFIGURED, FaultyStore.Fault.MISCONFIGURED);

    world.deliver(guard, PAID);
    assertThat(guard.readiness().storeReachable()).isFalse();
    world.advance(World.LEASE.multipliedBy(3));

    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
    assertThat(guard.readiness().ready()).isTrue();
  }

  @Test
  void aNodeWithoutTheHandlerDoesNotDecideThatTheEffectMayBeRepeated() {
    runOnANodeThatDies(RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK), "paid");
    WebhookGuard older =
        world.builder().handler(World.SHOP, "refunded", Handler.of(context -> {})).build();
    older.start();

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
  }

  @Test
  void anExceptionThatNobodyDeclaredSaysNothingAboutEarlierAttempts() {
    runOnANodeThatDies(RunPolicy.DEFAULT, "*");
    world.node(
        context -> {
          effects.add(context.attempt() + " in doubt: " + context.inDoubt());
          if (context.attempt() == 2) {
            throw new NullPointerException();
          }
          return Response.EMPTY;
        });

    world.advance(World.LEASE.plusSeconds(20));

    assertThat(effects).containsExactly("2 in doubt: true", "3 in doubt: true");
  }

  @Test
  void aClaimWhoseRowIsLockedIsRenewedAsSoonAsItIsNot() {
    List<Long> renewals = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            Handler.of(
                context -> {
                  world.store().fail("renew", FaultyStore.Fault.LOCKED);
                  world.advance(World.LEASE.dividedBy(2));
                  renewals.add(world.store().calls("renew"));
                }));

    world.deliver(guard, PAID);

    assertThat(renewals).containsExactly(2L);
  }

  @Test
  void noHandlerStartsUnderALeaseThatMayHaveEnded() {
    WebhookGuard guard = world.node(handler);
    world.store().during("claim", () -> world.time.freeze(Duration.ofSeconds(31)));

    world.deliver(guard, PAID);
    world.advance(Duration.ofSeconds(2));

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1"))
        .containsSubsequence(
            DecisionKind.STARTED,
            DecisionKind.RELEASED,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED);
  }
}
