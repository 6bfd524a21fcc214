package io.webhookguard.core;

import static io.webhookguard.core.FaultyStore.Fault.LATE;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REPLY;
import static io.webhookguard.core.FaultyStore.Fault.LOST_REQUEST;
import static io.webhookguard.core.FaultyStore.Fault.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import io.webhookguard.store.memory.MemoryStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler whose effect and COMPLETE are one commit. */
final class TransactionalHandlerTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final List<HandlerContext> runs = new ArrayList<>();

  private WebhookGuard node(TransactionalHandler handler) {
    return node(RunPolicy.DEFAULT, handler);
  }

  private WebhookGuard node(RunPolicy policy, TransactionalHandler handler) {
    WebhookGuard guard =
        world
            .builder()
            .transactionalHandler(World.SHOP, Route.MAIN_CONSUMER, "*", handler, policy)
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private Response ship(HandlerContext context, Connection connection) throws SQLException {
    runs.add(context);
    String effect = context.key().eventId() + "#" + context.attempt();
    SharedDatabase.write(connection, () -> effects.add(effect));
    return Response.of(201, "text/plain", new byte[] {'o', 'k'});
  }

  /** Ships, but the first attempt fails. */
  private TransactionalHandler failingFirst(Throwable failure) {
    return (context, connection) -> {
      Response response = ship(context, connection);
      if (context.attempt() == 1 && runs.size() == 1) {
        throwAny(failure);
      }
      return response;
    };
  }

  private static void throwAny(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  private static RunPolicy policy(InDoubt inDoubt) {
    return RunPolicy.DEFAULT.withInDoubt(inDoubt);
  }

  @Test
  void theEffectAndItsEndAreOneCommit() {
    WebhookGuard guard = node(this::ship);
    world
        .store()
        .during("commit", () -> assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE));

    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
    assertThat(world.store().calls("settle")).isZero();
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void itsResponseIsTheAnswer() {
    WebhookGuard guard =
        world
            .source(source -> source.mode(Source.Mode.INLINE))
            .builder()
            .transactionalHandler(World.SHOP, "*", this::ship)
            .build();
    guard.start();

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(201);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(201);
    assertThat(effects).containsExactly("e1#1");
  }

  @ParameterizedTest
  @EnumSource
  void whateverItThrowsIsRolledBackAndNeverInDoubt(InDoubt inDoubt) {
    List<Throwable> failures =
        List.of(
            new IllegalStateException(),
            new IOException(),
            new SQLException(),
            new StackOverflowError(),
            new UnknownOutcomeFailure(Problem.of("unknown")));
    for (Throwable failure : failures) {
      effects.clear();
      runs.clear();
      String id = failure.getClass().getSimpleName();
      WebhookGuard guard = node(policy(inDoubt), failingFirst(failure));

      world.deliver(guard, StubAdapter.event(id, "paid"));

      assertThat(effects).as(id).isEmpty();
      assertThat(world.story(id)).as(id).endsWith(DecisionKind.RETRY_SCHEDULED);
      assertThat(world.event(id).inDoubt()).as(id).isFalse();
      assertThat(world.event(id).problem().kind()).isIn(id, "unknown");
      world.advance(A_WHILE);
      assertThat(effects).as(id).containsExactly(id + "#2");
      assertThat(world.state(id)).as(id).isEqualTo(EventState.COMPLETE);
      guard.stop(Duration.ZERO);
    }
  }

  @Test
  void itsOwnWordsAreHeard() {
    WebhookGuard guard = node(failingFirst(new PermanentFailure(Problem.of("no"))));
    world.deliver(guard, PAID);

    assertThat(effects).isEmpty();
    assertThat(world.failure("e1")).isEqualTo(FailureReason.PERMANENT);
  }

  @Test
  void whatItDidNotBeginDoesNotCount() {
    WebhookGuard guard = node(failingFirst(new NotStartedFailure(Problem.of("no"), Duration.ZERO)));
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).contains(DecisionKind.RELEASED);
  }

  @Test
  void aStoreThatCannotBeginIsTriedAgainWithoutCounting() {
    WebhookGuard guard = node(this::ship);
    world.store().fail("inTransaction", UNAVAILABLE, LOST_REQUEST);
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).contains(DecisionKind.RELEASED);
  }

  @Test
  void aCommitThatWasRefusedIsTriedAgain() {
    WebhookGuard guard = node(this::ship);
    world.store().fail("commit", UNAVAILABLE);
    world.deliver(guard, PAID);
    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.story("e1")).contains(DecisionKind.RETRY_SCHEDULED);
  }

  @Test
  void aCommitWhoseReplyWasLostIsFoundOut() {
    List<GuardObserver.Ending> endings = new ArrayList<>();
    world.source(source -> source.mode(Source.Mode.INLINE)).observer(new Endings(endings));
    WebhookGuard guard = node(this::ship);
    world.store().fail("commit", LOST_REPLY);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(201);

    assertThat(effects).containsExactly("e1#1");
    assertThat(runs).hasSize(1);
    assertThat(endings).containsExactly(GuardObserver.Ending.COMPLETED);
    assertThat(world.story("e1")).endsWith(DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aCommitThatNeverArrivedIsFoundOut() {
    WebhookGuard guard = node(this::ship);
    world.store().fail("commit", LOST_REQUEST);
    world.deliver(guard, PAID);
    assertThat(effects).isEmpty();
    assertThat(world.story("e1")).endsWith(DecisionKind.RETRY_SCHEDULED);

    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#2");
  }

  @Test
  void aCommitThatArrivesLateIsWaitedFor() {
    WebhookGuard guard = node(policy(InDoubt.PARK), this::ship);
    world.store().fail("commit", LATE);
    world.deliver(guard, PAID);
    world.advance(World.LEASE.multipliedBy(3));
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);
    assertThat(world.store().calls("settle")).isGreaterThan(3);

    world.store().arriveLate();
    world.advance(A_WHILE);

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatANodeLeftBehindWhenItDiedIsNotInDoubt(InDoubt inDoubt) {
    WebhookGuard first =
        node(
            policy(inDoubt),
            (context, connection) -> {
              Response response = ship(context, connection);
              world.processes.get(0).kill();
              world.processes.get(0).goOn();
              return response;
            });
    world.begin(first, PAID);
    world.time.settleDown();
    node(policy(inDoubt), this::ship);

    world.advance(World.LEASE.plus(A_WHILE));

    assertThat(effects).containsExactly("e1#2");
    assertThat(runs.get(1).inDoubt()).isFalse();
    assertThat(world.story("e1"))
        .containsSubsequence(DecisionKind.RECOVERED, DecisionKind.RETRY_SCHEDULED)
        .doesNotContain(DecisionKind.IN_DOUBT, DecisionKind.PARKED);
  }

  @Test
  void aCrashLoopEnds() {
    RunPolicy once = RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE);
    WebhookGuard first =
        node(
            once,
            (context, connection) -> {
              world.processes.get(0).kill();
              world.processes.get(0).goOn();
              return Response.EMPTY;
            });
    world.begin(first, PAID);
    world.time.settleDown();
    node(once, this::ship);

    world.advance(World.LEASE.plus(A_WHILE));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(world.event("e1").inDoubt()).isFalse();
  }

  @Test
  void whatWasTakenOverMeanwhileIsRolledBack() {
    WebhookGuard sleeper =
        node(
            (context, connection) -> {
              Response response = ship(context, connection);
              world.processes.get(0).pause();
              world.advance(World.LEASE.plus(A_WHILE));
              world.processes.get(0).resume();
              return response;
            });
    world.begin(sleeper, PAID);
    node(this::ship);

    world.advance(World.LEASE.plus(A_WHILE));

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.COMPLETED);
    assertThat(sleeper.readiness().inFlight()).isZero();
  }

  @Test
  void itsTransactionIsNotItsOwnToComplete() {
    List<Throwable> refusals = new ArrayList<>();
    WebhookGuard guard =
        node(
            (context, connection) -> {
              try {
                context.completeIn(connection, Response.EMPTY);
              } catch (IllegalStateException e) {
                refusals.add(e);
              }
              return ship(context, connection);
            });

    world.deliver(guard, PAID);

    assertThat(refusals).hasSize(1);
    assertThat(effects).containsExactly("e1#1");
  }

  @Test
  void aStoreWithoutTransactionsIsRefused() {
    WebhookGuard.Builder builder =
        WebhookGuard.builder()
            .store(new MemoryStore())
            .source(world.shop().build())
            .subscription(Subscription.transactional(World.SHOP, "paid", this::ship));

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("shop", "paid", "transactional", "store memory");
  }
}
