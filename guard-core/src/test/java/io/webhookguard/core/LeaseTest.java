package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeaseTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final RunPolicy PARKING = RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler =
      Handler.of(context -> effects.add(context.key().eventId() + "#" + context.attempt()));

  /** The first node dies in the middle of its first attempt. */
  private void deliverToANodeThatDies(RunPolicy policy) {
    WebhookGuard guard =
        world.node(
            policy,
            context -> {
              world.processes.get(0).kill();
              return Response.EMPTY;
            });
    world.begin(guard, PAID);
    world.time.settleDown();
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void aSlowTakeoverKeepsNoClaimFromBeingRenewed() {
    WebhookGuard guard =
        world.node(
            context -> {
              world.store().during("recover", () -> world.advance(World.LEASE.multipliedBy(3)));
              world.advance(World.LEASE);
              assertThat(context.leaseLost()).isFalse();
              return handler.handle(context);
            });
    world.node(handler);

    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).doesNotContain(DecisionKind.RECOVERED);
  }

  @Test
  void aLongRunKeepsItsClaimByRenewal() {
    WebhookGuard guard =
        world.node(
            context -> {
              world.advance(World.LEASE.multipliedBy(10));
              assertThat(context.leaseLost()).isFalse();
              return handler.handle(context);
            });
    world.node(handler);

    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).doesNotContain(DecisionKind.RECOVERED);
  }

  @Test
  void whatACrashLeftIsRunAgainInDoubtWhereThePolicySaysSo() {
    deliverToANodeThatDies(RunPolicy.DEFAULT);
    world.node(handler);

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatACrashLeftIsParkedWhereThePolicySaysSo() {
    deliverToANodeThatDies(PARKING);
    world.node(PARKING, handler);

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).isEmpty();
    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(world.story("e1")).endsWith(DecisionKind.RECOVERED, DecisionKind.PARKED);
  }

  @Test
  void aCrashLoopEnds() {
    RunPolicy twice = RunPolicy.DEFAULT.withRetry(RetryPolicy.DEFAULT.withAttempts(2));
    deliverToANodeThatDies(twice);
    world.node(
        twice,
        context -> {
          world.processes.get(1).kill();
          return Response.EMPTY;
        });
    world.advance(World.LEASE.plusSeconds(5));
    world.node(twice, handler);

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).isEmpty();
    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(world.event("e1").inDoubt()).isTrue();
  }

  @Test
  void aNodeThatSleptPastItsLeaseCannotRecordItsResult() {
    WebhookGuard sleeper =
        world.node(
            context -> {
              world.processes.get(0).pause();
              world.advance(World.LEASE.plusSeconds(5));
              world.processes.get(0).resume();
              world.advance(Duration.ofSeconds(2));
              assertThat(context.leaseLost()).isTrue();
              return Response.of(299, "", new byte[0]);
            });
    world.node(handler);

    world.deliver(sleeper, PAID);
    world.advance(Duration.ofSeconds(2));

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.event("e1").status().toString()).doesNotContain("299");
    LedgerEntry last = world.ledger("e1").get(world.ledger("e1").size() - 1);
    assertThat(last.kind()).isEqualTo(DecisionKind.SUPERSEDED);
    assertThat(last.actor()).isEqualTo("node-1");
    assertThat(last.token()).isLessThan(world.event("e1").newestToken());
  }

  @Test
  void aStoreThatIsAwayForTwoLeasesPutsNothingInDoubt() {
    WebhookGuard first =
        world.node(
            PARKING,
            context -> {
              world.views.forEach(view -> view.away(true));
              world.advance(World.LEASE.multipliedBy(2));
              // The other node finds the store first: it must leave the holder time to renew.
              world.views.get(1).away(false);
              world.advance(World.LEASE.dividedBy(2));
              world.views.get(0).away(false);
              world.advance(World.LEASE.multipliedBy(2));
              return handler.handle(context);
            });
    world.node(PARKING, handler);

    world.deliver(first, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aRunThatEndsWhileTheStoreIsAwayIsRecordedWhenItIsBack() {
    WebhookGuard guard =
        world.node(
            PARKING,
            context -> {
              world.views.forEach(view -> view.away(true));
              return handler.handle(context);
            });
    world.node(PARKING, handler);
    world.deliver(guard, PAID);
    world.advance(World.LEASE.multipliedBy(2));
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);

    world.views.forEach(view -> view.away(false));
    world.advance(Duration.ofSeconds(5));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void whatACrashLeftIsFoundOneLeaseAfterAnOutageToo() {
    deliverToANodeThatDies(RunPolicy.DEFAULT);
    world.node(handler);
    world.views.forEach(view -> view.away(true));
    world.advance(World.LEASE.multipliedBy(2));
    world.views.forEach(view -> view.away(false));

    world.advance(World.LEASE.minusSeconds(2));
    assertThat(effects).isEmpty();
    world.advance(Duration.ofSeconds(8));
    assertThat(effects).containsExactly("e1#2");
  }

  @Test
  void aNodeThatStoodStillTakesNothingOverBeforeOthersCouldRenew() {
    WebhookGuard first =
        world.node(
            PARKING,
            context -> {
              // The whole host stands still: both nodes, and the first cannot renew.
              world.processes.get(0).pause();
              world.time.freeze(World.LEASE.plusSeconds(5));
              world.advance(Duration.ofSeconds(2));
              world.processes.get(0).resume();
              world.advance(World.LEASE.multipliedBy(2));
              return handler.handle(context);
            });
    world.node(PARKING, handler);

    world.deliver(first, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aNodeNeverTakesOverWhatRunsInIt() {
    WebhookGuard guard =
        world.node(
            PARKING,
            context -> {
              world.store().fail("renew", FaultyStore.Fault.LOST_REQUEST);
              world.advance(World.LEASE.multipliedBy(3));
              return handler.handle(context);
            });

    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).doesNotContain(DecisionKind.RECOVERED);
  }
}
