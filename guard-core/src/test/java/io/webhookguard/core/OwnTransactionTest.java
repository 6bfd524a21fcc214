package io.webhookguard.core;

import static io.webhookguard.core.FaultyStore.Fault.LATE;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REPLY;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.store.memory.MemoryStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that completes the event in a transaction which it opened itself. */
final class OwnTransactionTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration A_WHILE = Duration.ofSeconds(20);
  private static final Response DONE = Response.of(201, "text/plain", new byte[] {'o', 'k'});
  private static final Response UNUSED = Response.of(299, "text/plain", new byte[0]);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final List<HandlerContext> runs = new ArrayList<>();

  /** What follows in the first attempt when the event is completed and nothing is committed. */
  @FunctionalInterface
  private interface Rest {
    void goOn(HandlerContext context, Connection connection) throws SQLException;
  }

  /** Goes on so in the first attempt; all others commit. */
  private Handler shipping(Rest first) {
    return context -> {
      runs.add(context);
      try (Connection connection = world.store().database().begin()) {
        String effect = context.key().eventId() + "#" + context.attempt();
        SharedDatabase.write(connection, () -> effects.add(effect));
        context.completeIn(connection, DONE);
        if (runs.size() == 1) {
          first.goOn(context, connection);
        } else {
          connection.commit();
        }
      }
      return UNUSED;
    };
  }

  private void assertDoneOnce() {
    assertThat(effects).containsExactly("e1#1");
    assertThat(runs).hasSize(1);
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void whatItCommittedIsDoneAndAnswered() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard guard = world.node(shipping((context, connection) -> connection.commit()));

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(201);

    assertDoneOnce();
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void whatItRolledBackIsRunAgainAlthoughItReturned() {
    WebhookGuard guard = world.node(shipping((context, connection) -> connection.rollback()));
    world.deliver(guard, PAID);
    assertThat(effects).isEmpty();
    assertThat(world.story("e1")).endsWith(DecisionKind.RETRY_SCHEDULED);

    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatItRolledBackEndsAsItSays() {
    WebhookGuard guard =
        world.node(
            shipping(
                (context, connection) -> {
                  connection.rollback();
                  throw new PermanentFailure(Problem.of("no"));
                }));
    world.deliver(guard, PAID);

    assertThat(effects).isEmpty();
    assertThat(world.failure("e1")).isEqualTo(FailureReason.PERMANENT);
  }

  @ParameterizedTest
  @EnumSource
  void whatItCommittedIsDoneWhateverItThrowsAfterwards(InDoubt inDoubt) {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT.withInDoubt(inDoubt),
            shipping(
                (context, connection) -> {
                  connection.commit();
                  throw new IllegalStateException("afterwards");
                }));
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertDoneOnce();
  }

  @ParameterizedTest
  @EnumSource
  void aCommitWhoseReplyWasLostIsFoundOut(InDoubt inDoubt) {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT.withInDoubt(inDoubt),
            shipping((context, connection) -> connection.commit()));
    world.store().fail("commit", LOST_REPLY);
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertDoneOnce();
  }

  @Test
  void aCommitThatNeverArrivedIsFoundOut() {
    WebhookGuard guard = world.node(shipping((context, connection) -> connection.commit()));
    world.store().fail("commit", LOST_REQUEST);
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#2");
  }

  @Test
  void aCommitThatArrivesLateIsWaitedFor() {
    WebhookGuard guard = world.node(shipping((context, connection) -> connection.commit()));
    world.store().fail("commit", LATE);
    world.deliver(guard, PAID);
    world.advance(World.LEASE.multipliedBy(3));
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);

    world.store().arriveLate();
    world.advance(A_WHILE);

    assertDoneOnce();
  }

  @Test
  void aClaimInAnOpenTransactionIsNotRenewedAndNotTakenOver() {
    WebhookGuard guard =
        world.node(
            shipping(
                (context, connection) -> {
                  long before = world.store().calls("renew");
                  world.advance(World.LEASE.multipliedBy(3));
                  assertThat(world.store().calls("renew")).isEqualTo(before);
                  connection.commit();
                }));
    world.node(shipping((context, connection) -> connection.commit()));

    world.deliver(guard, PAID);

    assertDoneOnce();
  }

  @Test
  void aRolledBackTransactionMayBeFollowedByAnother() {
    WebhookGuard guard =
        world.node(
            shipping(
                (context, connection) -> {
                  connection.rollback();
                  try (Connection second = world.store().database().begin()) {
                    SharedDatabase.write(second, () -> effects.add("second"));
                    context.completeIn(second, DONE);
                    second.commit();
                  }
                }));
    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("second");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aClaimThatIsOverThrowsAndItsEffectIsGone() {
    List<Throwable> thrown = new ArrayList<>();
    Handler sleeping =
        context -> {
          world.processes.get(0).pause();
          world.advance(World.LEASE.plus(A_WHILE));
          world.processes.get(0).resume();
          try {
            return shipping((ignored, connection) -> connection.commit()).handle(context);
          } catch (SupersededException e) {
            thrown.add(e);
            throw e;
          }
        };
    WebhookGuard sleeper = world.node(sleeping);
    world.begin(sleeper, PAID);
    world.node(shipping((context, connection) -> connection.commit()));

    world.advance(World.LEASE.plus(A_WHILE));

    assertThat(thrown).hasSize(1);
    assertThat(effects).containsExactly("e1#2");
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.COMPLETED);
  }

  @Test
  void aHandlerThatHasReturnedCompletesNothing() {
    WebhookGuard guard =
        world.node(
            context -> {
              runs.add(context);
              return Response.EMPTY;
            });
    world.deliver(guard, PAID);

    assertThatThrownBy(() -> runs.get(0).completeIn(world.database.begin(), DONE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStoreWithoutTransactionsSaysSo() {
    List<Throwable> refusals = new ArrayList<>();
    WebhookGuard guard =
        world
            .builder()
            .store(new MemoryStore(world.time.clock()))
            .handler(
                World.SHOP,
                "*",
                context -> {
                  try {
                    context.completeIn(world.database.begin(), DONE);
                  } catch (ConfigurationException e) {
                    refusals.add(e);
                  }
                  return Response.EMPTY;
                })
            .build();
    guard.start();
    world.deliver(guard, PAID);

    assertThat(refusals).hasSize(1);
    assertThat(guard.find(world.key("e1")).orElseThrow().state()).isEqualTo(EventState.COMPLETE);
  }
}
