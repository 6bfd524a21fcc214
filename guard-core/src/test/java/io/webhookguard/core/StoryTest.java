package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.EventStory.Redelivered;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoryTest {

  private final World world = new World();

  private EventStory story(WebhookGuard guard, String id) {
    List<EventStory> stories = guard.explain(World.SHOP, id);
    assertThat(stories).hasSize(1);
    return stories.get(0);
  }

  @Test
  void aStoryHoldsTheRecordAndEveryDecision() {
    WebhookGuard guard = world.node(Handler.of(context -> {}));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.advance(Duration.ofSeconds(1));

    EventStory story = story(guard, "e1");

    assertThat(story.event()).isEqualTo(guard.find(world.key("e1")).orElseThrow());
    assertThat(story.ledger())
        .extracting(LedgerEntry::kind)
        .containsExactly(
            DecisionKind.RECEIVED,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED,
            DecisionKind.DUPLICATE);
    assertThat(story.blocker()).isEmpty();
    assertThat(story.redelivery()).isEqualTo(Redelivered.ANSWERED);
    assertThat(guard.ledger(0, 10).entries()).isEqualTo(story.ledger());
  }

  @Test
  void aWaitingEventNamesTheRunThatItWaitsFor() {
    List<WebhookGuard> guards = new ArrayList<>();
    List<EventStory> told = new ArrayList<>();
    Instant start = world.time.clock().instant();
    guards.add(
        world.node(
            context -> {
              world.advance(Duration.ofSeconds(7));
              if (told.isEmpty()) {
                told.add(story(guards.get(0), "e2"));
              }
              return Response.EMPTY;
            }));
    world.deliver(
        guards.get(0),
        StubAdapter.event("e1", "paid", "customer"),
        StubAdapter.event("e2", "paid", "customer"));

    EventStory.Blocker blocker = told.get(0).blocker().orElseThrow();
    assertThat(blocker.event().key()).isEqualTo(world.key("e1"));
    assertThat(blocker.since()).isEqualTo(start);
    assertThat(told.get(0).redelivery()).isEqualTo(Redelivered.JOINS);
  }

  @Test
  void aWaitingEventNamesTheDeadHeadOfItsLane() {
    WebhookGuard guard =
        world.node(
            context -> {
              throw new PermanentFailure(Problem.of("http-404"));
            });
    world.deliver(
        guard,
        StubAdapter.event("e1", "paid", "customer"),
        StubAdapter.event("e2", "paid", "customer"),
        StubAdapter.event("e3", "paid", "customer"));

    assertThat(story(guard, "e3").blocker().orElseThrow().event().key()).isEqualTo(world.key("e1"));
    assertThat(story(guard, "e1").blocker()).isEmpty();
    assertThat(story(guard, "e1").redelivery()).isEqualTo(Redelivered.STAYS_DEAD);
  }

  @Test
  void anExhaustedEventWouldBeReopenedUntilItsKeyIsForgotten() {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE),
            context -> {
              throw new IllegalStateException("down");
            });
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    assertThat(story(guard, "e1").redelivery()).isEqualTo(Redelivered.REOPENS);

    world.advance(Duration.ofHours(21));
    assertThat(story(guard, "e1").redelivery()).isEqualTo(Redelivered.STAYS_DEAD);
  }

  @Test
  void eachConsumerHasAStoryOfItsOwn() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "billing", "*", Handler.of(context -> {}))
            .handler(World.SHOP, "mail", "*", Handler.of(context -> {}))
            .build();
    guard.start();
    world.deliver(guard, StubAdapter.event("e1", "paid"));

    assertThat(guard.explain(World.SHOP, "e1"))
        .extracting(story -> story.event().key())
        .containsExactlyInAnyOrder(
            new EventKey(new Route(World.SHOP, "billing"), "", "e1"),
            new EventKey(new Route(World.SHOP, "mail"), "", "e1"));
    assertThat(guard.explain(World.SHOP, "no-such-event")).isEmpty();
    assertThat(guard.search(EventQuery.ALL, PageRequest.first(10)).events()).hasSize(2);
  }
}
