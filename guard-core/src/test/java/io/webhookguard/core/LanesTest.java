package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LanesTest {

  private static final Authority ANNA = new Authority("anna", "order was paid by hand");

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler = Handler.of(context -> effects.add(context.key().eventId()));

  private static String inLane(String id) {
    return StubAdapter.event(id, "paid", "customer");
  }

  @Test
  void eventsOfOneLaneRunInTheOrderOfTheirArrival() {
    WebhookGuard guard = world.node(handler);

    world.begin(guard, inLane("e1"), inLane("e2"));
    world.begin(guard, inLane("e3"));
    world.time.settleDown();

    assertThat(effects).containsExactly("e1", "e2", "e3");
  }

  @Test
  void aSourceMayOrderItsLanesByVersion() {
    WebhookGuard guard =
        world.source(source -> source.laneOrder(Source.LaneOrder.VERSION)).node(handler);

    world.deliver(guard, "e3|paid|customer|3|x", "e2|paid|customer|2|x", "e1|paid|customer|1|x");

    assertThat(effects).containsExactly("e1", "e2", "e3");
  }

  @Test
  void aHeadThatWaitsForItsRetryKeepsItsLane() {
    WebhookGuard guard =
        world.node(
            context -> {
              if (context.key().eventId().equals("e1") && context.attempt() == 1) {
                throw new IllegalStateException("not now");
              }
              return handler.handle(context);
            });

    world.deliver(guard, inLane("e1"), inLane("e2"), StubAdapter.event("free", "paid"));
    assertThat(effects).containsExactly("free");

    world.advance(Duration.ofSeconds(2));
    assertThat(effects).containsExactly("free", "e1", "e2");
  }

  private WebhookGuard deadHead(HeadOfLine rule) {
    return world.node(
        RunPolicy.DEFAULT.withHeadOfLine(rule),
        context -> {
          if (context.key().eventId().equals("e1") && effects.stream().noneMatch("fixed"::equals)) {
            throw new PermanentFailure(Problem.of("http-404"));
          }
          return handler.handle(context);
        });
  }

  @Test
  void aDeadHeadBlocksItsLaneUntilAPersonDecides() {
    WebhookGuard guard = deadHead(HeadOfLine.BLOCK);
    world.deliver(guard, inLane("e1"), inLane("e2"));
    world.advance(Duration.ofHours(1));
    assertThat(world.state("e2")).isEqualTo(EventState.PENDING);

    effects.add("fixed");
    guard.retry(world.key("e1"), ANNA);
    world.time.settleDown();

    assertThat(effects).containsExactly("fixed", "e1", "e2");
  }

  @Test
  void aDiscardedHeadFreesItsLane() {
    WebhookGuard guard = deadHead(HeadOfLine.BLOCK);
    world.deliver(guard, inLane("e1"), inLane("e2"));

    guard.discard(world.key("e1"), ANNA);
    world.time.settleDown();

    assertThat(effects).containsExactly("e2");
  }

  @Test
  void theDeadMayBeSkipped() {
    WebhookGuard guard = deadHead(HeadOfLine.SKIP_DEAD);

    world.deliver(guard, inLane("e1"), inLane("e2"));

    assertThat(effects).containsExactly("e2");
  }

  @Test
  void moreEventsThanWorkersAllRun() {
    WebhookGuard guard = world.settings(Settings.DEFAULT.withWorkers(3)).node(handler);
    for (int i = 0; i < 40; i++) {
      world.begin(guard, StubAdapter.event("e" + i, "paid", "lane" + i % 7));
    }

    world.time.settleDown();

    assertThat(effects).hasSize(40).doesNotHaveDuplicates();
  }
}
