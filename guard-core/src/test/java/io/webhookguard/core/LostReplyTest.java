package io.webhookguard.core;

import static io.webhookguard.core.FaultyStore.Fault.INDIGESTIBLE;
import static io.webhookguard.core.FaultyStore.Fault.LATE;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REPLY;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REQUEST;
import static io.webhookguard.core.FaultyStore.Fault.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class LostReplyTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final RunPolicy PARKING = RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final List<WebhookGuard> guards = new ArrayList<>();
  private final Handler handler =
      Handler.of(context -> effects.add(context.key().eventId() + "#" + context.attempt()));

  private ProviderResponse deliverSlowly(WebhookGuard guard) {
    CompletionStage<ProviderResponse> answer = world.begin(guard, PAID);
    world.advance(Duration.ofSeconds(4));
    return World.answered(answer);
  }

  @Test
  void aLostReplyToAnAdmissionIsAskedForAgain() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("admit", LOST_REPLY);

    assertThat(deliverSlowly(guard).status()).isEqualTo(200);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aLostRequestIsSentAgain() {
    WebhookGuard guard = world.node(handler);
    world.store().fail("admit", LOST_REQUEST, UNAVAILABLE);

    assertThat(deliverSlowly(guard).status()).isEqualTo(200);
    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void anAdmissionThatCannotBeLearnedInTimeIsNotAcknowledged() {
    WebhookGuard guard = world.node(handler);
    for (int i = 0; i < 10; i++) {
      world.store().fail("admit", LOST_REPLY);
    }

    assertThat(deliverSlowly(guard).status()).isEqualTo(503);

    assertThat(world.store().calls("admit")).isLessThan(10);
    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void anInlineClaimThatNobodyHeardOfIsFoundAndRunNotLeftToItsLease() {
    WebhookGuard guard =
        world.source(source -> source.mode(Source.Mode.INLINE)).node(PARKING, handler);
    for (int i = 0; i < 10; i++) {
      world.store().fail("admit", LOST_REPLY);
    }

    assertThat(deliverSlowly(guard).status()).isEqualTo(503);
    world.advance(Duration.ofSeconds(2));

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aLostReplyToAClaimIsAskedForAndNothingIsParked() {
    WebhookGuard guard = world.node(PARKING, handler);
    world.store().fail("claim", LOST_REPLY);
    world.store().fail("claims", UNAVAILABLE);

    assertThat(deliverSlowly(guard).status()).isEqualTo(200);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aClaimThatIsGrantedAfterItWasAskedForIsFoundAndRun() {
    WebhookGuard guard = world.node(PARKING, handler);
    world.store().fail("claim", LATE);
    deliverSlowly(guard);
    assertThat(effects).containsExactly("e1#1");
    world.begin(guard, StubAdapter.event("e2", "paid"));

    world.store().arriveLate();
    world.advance(World.LEASE.dividedBy(3));

    assertThat(effects).containsExactly("e1#1", "e2#1");
    assertThat(world.state("e2")).isEqualTo(EventState.COMPLETE);
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aClaimThatIsGrantedLateWhileNoSlotIsFreeIsHandedBack() {
    world.settings(Settings.DEFAULT.withWorkers(1));
    WebhookGuard guard =
        world.node(
            PARKING,
            context -> {
              if (context.key().eventId().equals("e1")) {
                world.begin(guards.get(0), StubAdapter.event("e2", "paid"));
                world.store().arriveLate();
                world.advance(Duration.ofSeconds(5));
                assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
              }
              return handler.handle(context);
            });
    guards.add(guard);
    world.store().fail("claim", LATE);

    deliverSlowly(guard);
    world.advance(Duration.ofSeconds(2));

    assertThat(effects).containsExactly("e1#1", "e2#1");
    assertThat(world.story("e2")).contains(DecisionKind.RELEASED);
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aClaimThatIsGrantedMuchTooLateIsLeftToItsLease() {
    WebhookGuard guard = world.node(PARKING, handler);
    world.store().fail("claim", LATE);
    deliverSlowly(guard);
    world.advance(World.LEASE.plusSeconds(2));
    long asked = world.store().calls("claims");
    world.advance(World.LEASE);
    assertThat(world.store().calls("claims")).isEqualTo(asked);
    world.begin(guard, StubAdapter.event("e2", "paid"));

    world.store().arriveLate();
    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.failure("e2")).isEqualTo(FailureReason.IN_DOUBT);
  }

  @Test
  void aClaimThatNeverArrivedCostsNoWorker() {
    world.settings(Settings.DEFAULT.withWorkers(1));
    WebhookGuard guard = world.node(handler);
    world.store().fail("claim", LOST_REQUEST, LOST_REQUEST, UNAVAILABLE, LOST_REQUEST);

    world.begin(guard, PAID);
    world.advance(Duration.ofSeconds(10));

    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void aLostReplyToASettlementIsAnsweredByTheSameSettlement() {
    WebhookGuard guard = world.node(PARKING, handler);
    world.store().fail("settle", LOST_REPLY, LOST_REQUEST, UNAVAILABLE, LOST_REPLY);

    assertThat(deliverSlowly(guard).status()).isEqualTo(200);

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aClaimIsRenewedWhileItsEndWaitsToBeRecorded() {
    WebhookGuard guard = world.node(PARKING, handler);
    world.node(PARKING, handler);
    for (int i = 0; i < 60; i++) {
      world.store().fail("settle", UNAVAILABLE);
    }
    world.begin(guard, PAID);

    world.advance(World.LEASE.multipliedBy(5));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).doesNotContain(DecisionKind.RECOVERED);
  }

  @Test
  void aLostReplyToARecoveryIsAskedFor() {
    WebhookGuard dying =
        world.node(
            context -> {
              world.processes.get(0).kill();
              return Response.EMPTY;
            });
    world.begin(dying, PAID);
    world.time.settleDown();
    world.node(handler);
    world.advance(World.LEASE.minusSeconds(2));
    world.views.get(1).fail("recover", LOST_REPLY, LOST_REPLY, LOST_REPLY);

    world.advance(World.LEASE.multipliedBy(5));

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.RECOVERED);
  }

  @Test
  void oneEndThatTheStoreCannotTakeDoesNotHoldUpTheOthers() {
    WebhookGuard guard = world.node(PARKING, handler);
    // Three attempts end while the ends of four others are being told. The batch of them is
    // refused,
    // then the first of them alone.
    world.hold(
        4,
        "settle",
        () -> {
          world.deliver(
              guard, PAID, StubAdapter.event("e2", "paid"), StubAdapter.event("e3", "paid"));
          world.store().fail("settle", INDIGESTIBLE, INDIGESTIBLE);
        });

    world.deliver(
        guard,
        StubAdapter.event("e4", "paid"),
        StubAdapter.event("e5", "paid"),
        StubAdapter.event("e6", "paid"),
        StubAdapter.event("e7", "paid"));

    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);
    assertThat(world.state("e2")).isEqualTo(EventState.COMPLETE);
    assertThat(world.state("e3")).isEqualTo(EventState.COMPLETE);
    world.advance(World.LEASE.plusSeconds(5));
    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
  }
}
