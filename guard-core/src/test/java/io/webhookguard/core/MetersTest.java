package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import io.webhookguard.core.metrics.GuardMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a guard does can be counted, and its lines say which event they are about. */
final class MetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final World world = new World().observer(new GuardMeters(registry));

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void oneEventIsCountedAllTheWay() {
    WebhookGuard guard = world.node(Handler.of(context -> world.advance(Duration.ofMillis(70))));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.deliver(guard, StubAdapter.event("e1", "paid"));

    assertThat(count("guard.deliveries", "source", "shop", "disposition", "accepted")).isEqualTo(1);
    assertThat(count("guard.deliveries", "source", "shop", "disposition", "duplicate"))
        .isEqualTo(1);
    assertThat(count("guard.attempts", "ending", "completed", "consumer", "main")).isEqualTo(1);
    assertThat(registry.get("guard.attempt.duration").timer().mean(TimeUnit.MILLISECONDS))
        .isEqualTo(70);
    assertThat(registry.get("guard.claim.to.run").timer().count()).isEqualTo(1);
    assertThat(registry.get("guard.settle.duration").timer().count()).isEqualTo(1);
    assertThat(registry.get("guard.store.call.items").tag("call", "admit").summary().max())
        .isEqualTo(1);
    assertThat(registry.get("guard.store.clock.ahead").gauge().value()).isZero();
  }

  @Test
  void whatWentWrongIsCounted() {
    WebhookGuard guard =
        world
            .builder()
            .handler(
                World.SHOP,
                "dead",
                Handler.of(
                    context -> {
                      throw new PermanentFailure(Problem.of("never"));
                    }))
            .subscription(
                Subscription.probed(
                    World.SHOP,
                    "main",
                    "probed",
                    ProbedHandler.of(
                        context -> {
                          throw new UnknownOutcomeFailure(Problem.of("timeout"));
                        },
                        context -> Finding.done()),
                    RunPolicy.DEFAULT))
            .build();
    guard.start();
    world.deliver(guard, StubAdapter.event("e1", "dead"));
    world.deliver(guard, StubAdapter.event("e2", "probed"));
    world.advance(Duration.ofMinutes(1));
    guard.discard(world.key("e1"), new Authority("ann", "no use"));

    assertThat(count("guard.dead.letters", "reason", "permanent")).isEqualTo(1);
    assertThat(count("guard.probes", "found", "done")).isEqualTo(1);
    assertThat(count("guard.attempts", "ending", "doubt")).isEqualTo(1);
    assertThat(count("guard.interventions", "what", "discarded")).isEqualTo(1);
  }

  @Test
  void noSenderMakesTheNumberOfSeriesGrow() {
    WebhookGuard guard = world.node(Handler.of(context -> {}));
    world.deliver(guard, StubAdapter.event("e0", "paid"));
    int before = registry.getMeters().size();
    for (int i = 1; i < 50; i++) {
      world.deliver(guard, "e" + i + "|type" + i + "|lane" + i + "|0|text" + i);
    }

    assertThat(registry.getMeters()).hasSize(before);
    Set<String> tags =
        registry.getMeters().stream()
            .map(Meter::getId)
            .flatMap(id -> id.getTags().stream())
            .map(Tag::getValue)
            .collect(Collectors.toSet());
    assertThat(tags).doesNotContain("type1", "lane1", "e1");
  }

  @Test
  void everyLineOfAHandlerSaysWhichEventItIsAbout() {
    List<Map<String, String>> seen = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            context -> {
              seen.add(new TreeMap<>(MDC.getCopyOfContextMap()));
              return Response.EMPTY;
            });
    world.deliver(guard, "e1|paid|customer|0|very private");

    assertThat(seen)
        .containsExactly(
            new TreeMap<>(
                Map.of(
                    "guard.source", "shop",
                    "guard.consumer", "main",
                    "guard.event", "e1",
                    "guard.lane", "customer",
                    "guard.attempt", "1",
                    "guard.token", "1")));
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }
}
