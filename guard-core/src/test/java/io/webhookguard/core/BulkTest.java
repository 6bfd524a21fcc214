package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.PageRequest.Cursor;
import io.webhookguard.core.bulk.BulkAction;
import io.webhookguard.core.bulk.BulkOrder;
import io.webhookguard.core.bulk.BulkPlan;
import io.webhookguard.core.bulk.BulkReport;
import io.webhookguard.core.bulk.BulkReport.Progress;
import io.webhookguard.core.bulk.BulkReport.Refused;
import io.webhookguard.core.bulk.BulkRun;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BulkTest {

  private static final RunPolicy ONCE = RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE);
  private static final Authority ANN = new Authority("ann", "the shop is back");
  private static final Authority BOB = new Authority("bob", "so it is");
  private static final EventQuery FAILED =
      EventQuery.ALL.source(World.SHOP).state(EventState.FAILED);
  private static final UUID RUN = new UUID(1, 1);
  private static final int FAST = 1_000;

  private final World world = new World();
  private final AtomicBoolean down = new AtomicBoolean(true);

  private final Handler handler =
      context -> {
        if (down.get()) {
          throw new IllegalStateException("down");
        }
        return Response.EMPTY;
      };

  private WebhookGuard withDeadLetters(int count) {
    WebhookGuard guard = world.node(ONCE, handler);
    for (int i = 0; i < count; i++) {
      String lane = i % 3 == 0 ? "-" : "lane-" + i;
      world.deliver(guard, StubAdapter.event("e" + i, "paid", lane));
    }
    return guard;
  }

  private static BulkOrder order(BulkAction action, EventQuery query, Authority by, int rate) {
    return new BulkOrder(RUN, action, query, by, rate, Long.MAX_VALUE, Cursor.START);
  }

  private BulkReport carryOut(WebhookGuard guard, BulkOrder order) {
    BulkRun run = guard.bulk().start(order);
    world.time.settleDown();
    world.advance(Duration.ofSeconds(5));
    assertThat(run.ended().toCompletableFuture()).isCompleted();
    return run.ended().toCompletableFuture().join();
  }

  private long failed() {
    return world.memory.events().search(FAILED, PageRequest.first(500)).events().size();
  }

  @Test
  @DisplayName("a plan counts routes, states and lanes, and what the action starts from")
  void aPlanCounts() {
    WebhookGuard guard = withDeadLetters(6);
    down.set(false);
    world.deliver(guard, StubAdapter.event("done", "paid", "lane-1x"));

    BulkPlan plan = guard.bulk().plan(BulkAction.RETRY, EventQuery.ALL.source(World.SHOP));

    assertThat(plan.events()).isEqualTo(7);
    assertThat(plan.more()).isFalse();
    assertThat(plan.possible()).isEqualTo(6);
    assertThat(plan.byRoute()).isEqualTo(Map.of("shop/main", 7L));
    assertThat(plan.byState()).isEqualTo(Map.of(EventState.FAILED, 6L, EventState.COMPLETE, 1L));
    assertThat(plan.withoutLane()).isEqualTo(2);
    assertThat(plan.byLane()).hasSize(5).containsEntry("shop/main/lane-1", 1L);
    assertThat(plan.otherLanes()).isZero();
    assertThat(guard.bulk().plan(BulkAction.REPLAY, FAILED).possible()).isZero();
  }

  @Test
  @DisplayName("a plan lists so many lanes and counts the others")
  void aPlanIsBounded() {
    WebhookGuard guard = withDeadLetters(60);

    BulkPlan plan = guard.bulk().plan(BulkAction.RETRY, FAILED);

    assertThat(plan.byLane()).hasSize(BulkPlan.MAX_LANES);
    assertThat(plan.otherLanes()).isEqualTo(20);
    assertThat(plan.withoutLane()).isEqualTo(20);
  }

  @Test
  @DisplayName("a run changes every event once and says so")
  void aRunChangesAll() {
    WebhookGuard guard = withDeadLetters(7);
    down.set(false);

    BulkReport report = carryOut(guard, order(BulkAction.RETRY, FAILED, ANN, FAST));

    assertThat(report.progress()).isEqualTo(Progress.FINISHED);
    assertThat(report.done()).isEqualTo(7);
    assertThat(report.refused()).isEmpty();
    assertThat(failed()).isZero();
    assertThat(world.ledger("e3"))
        .filteredOn(entry -> entry.kind() == DecisionKind.RETRIED)
        .singleElement()
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo("ann"));
  }

  @Test
  @DisplayName("a run keeps to its rate and can be cancelled")
  void aRunKeepsToItsRate() {
    WebhookGuard guard = withDeadLetters(10);

    BulkRun run = guard.bulk().start(order(BulkAction.DISCARD, FAILED, ANN, 2));
    world.time.settleDown();
    assertThat(run.report().done()).isEqualTo(1);
    world.advance(Duration.ofMillis(1_600));
    assertThat(run.report().done()).isEqualTo(4);
    assertThat(run.report().progress()).isEqualTo(Progress.RUNNING);

    run.cancel();
    world.advance(Duration.ofSeconds(10));

    assertThat(run.ended().toCompletableFuture().join().progress()).isEqualTo(Progress.CANCELLED);
    assertThat(run.report().done()).isEqualTo(4);
  }

  @Test
  @DisplayName("a run that was repeated asks the store for the same and does nothing twice")
  void aRepeatedRunDoesNothingTwice() {
    down.set(false);
    WebhookGuard guard = world.node(ONCE, handler);
    for (int i = 0; i < 5; i++) {
      world.deliver(guard, StubAdapter.event("e" + i, "paid"));
    }
    BulkOrder order =
        order(BulkAction.REPLAY, EventQuery.ALL.state(EventState.COMPLETE), ANN, FAST);

    assertThat(carryOut(guard, order).done()).isEqualTo(5);
    assertThat(carryOut(guard, order).done()).isEqualTo(5);

    for (int i = 0; i < 5; i++) {
      assertThat(world.event("e" + i).generation()).as("e" + i).isEqualTo(2);
      assertThat(world.story("e" + i)).containsOnlyOnce(DecisionKind.REPLAYED);
    }
  }

  @Test
  @DisplayName("a run that the store interrupts is resumed where it was")
  void anInterruptedRunIsResumed() {
    WebhookGuard guard = withDeadLetters(8);
    down.set(false);
    BulkRun run = guard.bulk().start(order(BulkAction.RETRY, FAILED, ANN, 1));
    world.time.settleDown();
    world.advance(Duration.ofMillis(2_500));
    world.store().fail("intervene", FaultyStore.Fault.LOST_REPLY, FaultyStore.Fault.LOST_REPLY);
    world.advance(Duration.ofSeconds(1));

    BulkReport report = run.ended().toCompletableFuture().join();
    assertThat(report.progress()).isEqualTo(Progress.INTERRUPTED);
    assertThat(report.done()).isEqualTo(3);
    assertThat(report.problem()).isNotEmpty();

    BulkOrder again =
        new BulkOrder(RUN, BulkAction.RETRY, FAILED, ANN, FAST, Long.MAX_VALUE, report.resume());
    assertThat(carryOut(guard, again).progress()).isEqualTo(Progress.FINISHED);
    assertThat(failed()).isZero();
    for (int i = 0; i < 8; i++) {
      assertThat(world.story("e" + i)).containsOnlyOnce(DecisionKind.RETRIED);
    }
  }

  @Test
  @DisplayName("a run ends after so many events, and counts what was refused")
  void aRunIsLimited() {
    WebhookGuard guard = withDeadLetters(6);

    BulkReport refused = carryOut(guard, order(BulkAction.REPLAY, EventQuery.ALL, ANN, FAST));
    assertThat(refused.refused()).isEqualTo(Map.of(Refused.WRONG_STATE, 6L));
    assertThat(refused.examples()).hasSize(6);
    assertThat(refused.done()).isZero();

    BulkReport limited =
        carryOut(guard, new BulkOrder(RUN, BulkAction.DISCARD, FAILED, ANN, FAST, 2, Cursor.START));
    assertThat(limited.progress()).isEqualTo(Progress.LIMIT_REACHED);
    assertThat(limited.done()).isEqualTo(2);
  }

  @Test
  @DisplayName("where a second person is demanded, one runs the requests and another the changes")
  void aRunNeedsASecondPerson() {
    world.source(source -> source.approval(Source.Approval.ALL));
    WebhookGuard guard = withDeadLetters(5);
    down.set(false);
    BulkOrder anns = order(BulkAction.RETRY, FAILED, ANN, FAST);

    BulkReport asked = carryOut(guard, anns);
    assertThat(asked.requested()).isEqualTo(5);
    assertThat(asked.done()).isZero();
    assertThat(carryOut(guard, anns).refused()).isEqualTo(Map.of(Refused.OWN_REQUEST, 5L));
    assertThat(failed()).isEqualTo(5);

    assertThat(carryOut(guard, order(BulkAction.RETRY, FAILED, BOB, FAST)).done()).isEqualTo(5);
    assertThat(failed()).isZero();
  }

  @Test
  @DisplayName("an order has bounds")
  void anOrderHasBounds() {
    assertThatThrownBy(() -> order(BulkAction.RETRY, FAILED, ANN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> order(BulkAction.RETRY, FAILED, ANN, 1_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BulkOrder(RUN, BulkAction.RETRY, FAILED, ANN, 1, 0, Cursor.START))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
