package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.status.StatusMachine;
import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.RollbackResult.Reason;
import io.webhookguard.core.handler.Compensation;
import io.webhookguard.core.handler.CompensationSubscription;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Undone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RollbackTest {

  private static final String PAID = StubAdapter.event("e1", "paid", "customer");
  private static final Authority ANN = new Authority("ann", "the books are wrong");
  private static final Authority BOB = new Authority("bob", "so they are");

  private final World world = new World();
  private final List<String> done = new ArrayList<>();
  private final List<Undone> undone = new ArrayList<>();
  private int failures;

  private final Handler handler =
      context -> {
        done.add(context.idempotencyKey());
        return Response.EMPTY;
      };

  private final Compensation compensation =
      (context, what) -> {
        if (failures > 0) {
          failures--;
          throw new IllegalStateException("down");
        }
        undone.add(what);
        done.add(context.idempotencyKey());
        assertThat(context.type()).isEqualTo("paid");
        assertThat(context.payload()).isEqualTo(payload(what.event()));
        return Response.EMPTY;
      };

  private Payload payload(EventKey key) {
    return world.memory.events().payload(key).orElseThrow();
  }

  private WebhookGuard node() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "*", handler)
            .compensate(World.SHOP, "pa*", compensation)
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private EventKey key() {
    return world.key("e1");
  }

  private static EventKey ordered(RollbackResult result) {
    assertThat(result).isInstanceOf(RollbackResult.Ordered.class);
    return ((RollbackResult.Ordered) result).compensation();
  }

  private static void assertRefused(RollbackResult result, Reason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            RollbackResult.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private RollbackResult rollBack(WebhookGuard guard, EventKey key) {
    RollbackResult result = guard.rollBack(key, ANN);
    world.time.settleDown();
    return result;
  }

  @Test
  @DisplayName("a rollback runs the compensation once, as an event of its own")
  void aRollbackRunsTheCompensation() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);

    EventKey run = ordered(rollBack(guard, key()));

    assertThat(undone).containsExactly(new Undone(key(), 1));
    assertThat(done).hasSize(2).doesNotHaveDuplicates();
    assertThat(run).isEqualTo(new Undone(key(), 1).key());
    EventRecord record = guard.find(run).orElseThrow();
    assertThat(record.state()).isEqualTo(EventState.COMPLETE);
    assertThat(record.lane().text()).isEqualTo("customer");
    assertThat(world.event("e1").state()).isEqualTo(EventState.COMPLETE);
    assertThat(world.ledger("e1"))
        .last()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(DecisionKind.ROLLED_BACK);
              assertThat(entry.actor()).isEqualTo("ann");
              assertThat(entry.detail()).isEqualTo("generation 1: the books are wrong");
            });
    assertThat(guard.explain(World.SHOP, "e1"))
        .singleElement()
        .satisfies(story -> assertThat(story.compensations()).containsExactly(record));
  }

  @Test
  @DisplayName("a generation is rolled back once, and the next one again")
  void eachGenerationIsRolledBackOnce() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    ordered(rollBack(guard, key()));

    assertRefused(rollBack(guard, key()), Reason.ALREADY_ROLLED_BACK);
    guard.replay(key(), ANN);
    world.time.settleDown();
    ordered(rollBack(guard, key()));
    assertRefused(rollBack(guard, key()), Reason.ALREADY_ROLLED_BACK);

    assertThat(undone).containsExactly(new Undone(key(), 1), new Undone(key(), 2));
    assertThat(guard.explain(World.SHOP, "e1").get(0).compensations()).hasSize(2);
  }

  @Test
  @DisplayName("a decision without its compensation is made up for by asking again")
  void whatACrashLeftIsMadeUpFor() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    world.store().fail("admit", FaultyStore.Fault.UNAVAILABLE);

    assertThatThrownBy(() -> guard.rollBack(key(), ANN))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(world.story("e1")).endsWith(DecisionKind.ROLLED_BACK);
    assertThat(undone).isEmpty();

    ordered(rollBack(guard, key()));
    assertThat(undone).hasSize(1);
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.ROLLED_BACK);
  }

  @Test
  @DisplayName("lost replies order nothing twice")
  void lostRepliesOrderNothingTwice() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    world.store().fail("append", FaultyStore.Fault.LOST_REPLY);
    world.store().fail("admit", FaultyStore.Fault.LOST_REPLY);

    ordered(rollBack(guard, key()));

    assertThat(undone).hasSize(1);
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.ROLLED_BACK);
  }

  @Test
  @DisplayName("two persons who roll back at once have one compensation")
  void twoAtOnce() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    world.store().during("entries", () -> guard.rollBack(key(), BOB));

    ordered(rollBack(guard, key()));

    assertThat(undone).hasSize(1);
  }

  @Test
  @DisplayName("a compensation is retried like any handler")
  void aCompensationIsRetried() {
    failures = 2;
    WebhookGuard guard = node();
    world.deliver(guard, PAID);

    EventKey run = ordered(rollBack(guard, key()));
    world.advance(Duration.ofMinutes(1));

    assertThat(undone).hasSize(1);
    assertThat(guard.find(run).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  @DisplayName("a replay between the decision and its note makes the decision void")
  void aReplayInBetweenMakesItVoid() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    world
        .store()
        .during(
            "payload",
            () -> {
              guard.replay(key(), BOB);
              world.time.settleDown();
            });

    assertRefused(guard.rollBack(key(), ANN), Reason.NOT_COMPLETE);
    world.time.settleDown();
    assertThat(undone).isEmpty();

    ordered(rollBack(guard, key()));
    assertThat(undone).containsExactly(new Undone(key(), 2));
  }

  @Test
  @DisplayName("what cannot be rolled back is refused by name")
  void refusals() {
    Duration hour = Duration.ofHours(1);
    world.settings(Settings.DEFAULT.withRetention(hour, Settings.DEFAULT.dedupHorizon()));
    WebhookGuard guard = node();
    world.deliver(guard, StubAdapter.event("e2", "shipped"));
    assertRefused(rollBack(guard, world.key("e2")), Reason.NO_COMPENSATION);
    assertThat(rollBack(guard, world.key("e9"))).isEqualTo(new RollbackResult.Unknown());
    world.deliver(guard, PAID);
    EventKey run = ordered(rollBack(guard, key()));
    assertRefused(rollBack(guard, run), Reason.NO_COMPENSATION);
    guard.replay(key(), ANN);
    assertRefused(guard.rollBack(key(), ANN), Reason.NOT_COMPLETE);
    world.time.settleDown();
    world.advance(hour.plusHours(2));
    assertThat(world.event("e1").payloadKept()).isFalse();
    assertRefused(rollBack(guard, key()), Reason.PAYLOAD_PURGED);
  }

  @Test
  @DisplayName("an event that nobody handled has no effect to undo")
  void ignoredEventsHaveNoEffect() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "shipped", handler)
            .compensate(World.SHOP, "*", compensation)
            .build();
    guard.start();
    world.deliver(guard, PAID);

    assertRefused(rollBack(guard, key()), Reason.NO_EFFECT);
  }

  @Test
  @DisplayName("a compensation is not replayed: its effect happens once")
  void aCompensationIsNotReplayed() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    EventKey run = ordered(rollBack(guard, key()));

    InterventionResult result = guard.replay(run, ANN);
    world.time.settleDown();

    assertThat(result)
        .isEqualTo(
            new InterventionResult.Answered(
                new InterventionAnswer.Refused(
                    InterventionAnswer.Refusal.WRONG_STATE, guard.find(run).orElseThrow())));
    assertThat(undone).hasSize(1);
  }

  @Test
  @DisplayName("a transactional compensation and its completion are one commit")
  void aTransactionalCompensation() {
    CompensationSubscription once =
        CompensationSubscription.transactional(
            World.SHOP,
            Route.MAIN_CONSUMER,
            "*",
            (context, what, connection) -> {
              SharedDatabase.write(connection, () -> undone.add(what));
              if (context.attempt() == 1) {
                throw new IllegalStateException("rolls back what was written");
              }
              return Response.EMPTY;
            },
            RunPolicy.DEFAULT);
    WebhookGuard guard =
        world.builder().handler(World.SHOP, "*", handler).compensation(once).build();
    guard.start();
    world.deliver(guard, PAID);

    EventKey run = ordered(rollBack(guard, key()));
    world.advance(Duration.ofMinutes(1));

    assertThat(undone).containsExactly(new Undone(key(), 1));
    assertThat(guard.find(run).orElseThrow().attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("a source that demands a second person demands one for rollbacks")
  void aRollbackNeedsASecondPerson() {
    world.source(source -> source.approval(Source.Approval.COMPLETE));
    WebhookGuard guard = node();
    world.deliver(guard, PAID);

    assertThat(rollBack(guard, key())).isInstanceOf(RollbackResult.Requested.class);
    assertThatThrownBy(() -> guard.rollBack(key(), ANN)).isInstanceOf(OwnApprovalException.class);
    assertThat(undone).isEmpty();

    ordered(guard.rollBack(key(), BOB));
    world.time.settleDown();
    assertThat(undone).hasSize(1);
    assertThat(world.ledger("e1"))
        .last()
        .satisfies(
            entry ->
                assertThat(entry.detail())
                    .isEqualTo("generation 1: asked for by ann: so they are"));
  }

  @Test
  @DisplayName("the longest ids have compensations of their own")
  void longIdsHaveCompensations() {
    WebhookGuard guard = node();
    String first = "x".repeat(255);
    String second = "x".repeat(254) + "y";
    world.deliver(guard, StubAdapter.event(first, "paid"), StubAdapter.event(second, "paid"));

    EventKey one = ordered(rollBack(guard, world.key(first)));
    EventKey other = ordered(rollBack(guard, world.key(second)));

    assertThat(one).isNotEqualTo(other);
    assertThat(undone)
        .containsExactly(new Undone(world.key(first), 1), new Undone(world.key(second), 1));
  }

  @Test
  @DisplayName("no delivery goes to a compensation")
  void deliveriesDoNotGoToCompensations() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard guard = node();
    world.deliver(guard, PAID);

    assertThat(guard.search(EventQuery.ALL, PageRequest.first(10)).events()).hasSize(1);
    assertThat(undone).isEmpty();
  }

  @Test
  @DisplayName("the consumers of compensations are reserved, and a compensation needs a handler")
  void partsThatDoNotFit() {
    assertThatThrownBy(
            () -> world.builder().handler(World.SHOP, "main.undo", "*", handler, RunPolicy.DEFAULT))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(".undo");
    assertThatThrownBy(() -> world.builder().compensate(World.SHOP, "*", compensation).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no handler whose effect it undoes");
    assertThatThrownBy(
            () ->
                world
                    .builder()
                    .handler(World.SHOP, "*", handler)
                    .compensation(
                        CompensationSubscription.of(
                            World.SHOP,
                            Route.MAIN_CONSUMER,
                            "paid",
                            compensation,
                            RunPolicy.DEFAULT))
                    .compensate(World.SHOP, "paid", compensation)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("two handlers for paid");
  }

  @Test
  @DisplayName("a status that was overruled is a decision of its event")
  void anOverrideIsRecorded() {
    WebhookGuard guard = node();
    world.deliver(guard, PAID);
    StatusMachine machine = StatusMachine.named("payment").states("open", "paid").build();
    StatusOverride override = machine.override("17", "paid", "open", ANN);

    assertThat(guard.overrule(key(), override).kind()).isEqualTo(DecisionKind.OVERRIDDEN);

    assertThat(world.ledger("e1"))
        .last()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("ann");
              assertThat(entry.detail())
                  .isEqualTo("payment 17: paid becomes open: the books are wrong");
            });
    assertThatThrownBy(() -> guard.overrule(world.key("e9"), override))
        .isInstanceOfSatisfying(
            UnknownEventException.class, e -> assertThat(e.event()).isEqualTo(world.key("e9")));
  }
}
