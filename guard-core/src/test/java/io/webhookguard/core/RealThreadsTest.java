package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one story told on real threads: that the real runtime drives the same engine. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RealThreadsTest {

  private static final int EVENTS = 300;

  private static WebhookGuard guard(MemoryStore store, Source.Mode mode, Handler handler) {
    WebhookGuard guard =
        WebhookGuard.builder()
            .store(store)
            .source(
                Source.named("shop", new StubAdapter())
                    .secrets(Secrets.of(StubAdapter.SECRET))
                    .mode(mode)
                    .build())
            .handler("shop", "*", handler)
            .settings(Settings.DEFAULT.withWorkers(4))
            .build();
    guard.start();
    return guard;
  }

  @Test
  void twoNodesRunEachOfManyEventsOnceAndEachLaneInOrder() {
    MemoryStore store = new MemoryStore();
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    Map<String, List<Integer>> lanes = new ConcurrentHashMap<>();
    Handler handler =
        Handler.of(
            context -> {
              String id = context.key().eventId();
              runs.computeIfAbsent(id, i -> new AtomicInteger()).incrementAndGet();
              List<Integer> lane =
                  lanes.computeIfAbsent(context.lane().text(), l -> new ArrayList<>());
              lane.add(Integer.parseInt(id));
            });
    try (WebhookGuard first = guard(store, Source.Mode.DEFERRED, handler);
        WebhookGuard second = guard(store, Source.Mode.DEFERRED, handler)) {
      for (int i = 0; i < EVENTS; i++) {
        String event = StubAdapter.event(Integer.toString(i), "paid", "lane-" + i % 10);
        deliver(first, event);
        deliver(second, event);
      }

      await().atMost(Duration.ofSeconds(30)).until(() -> done(first) == EVENTS);
    }

    assertThat(runs).hasSize(EVENTS);
    assertThat(runs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    assertThat(lanes.values()).hasSize(10).allSatisfy(lane -> assertThat(lane).isSorted());
  }

  private static void deliver(WebhookGuard guard, String event) {
    CompletionStage<ProviderResponse> answer = guard.receive("shop", StubAdapter.request(event));
    assertThat(answer.toCompletableFuture().join().status()).isEqualTo(200);
  }

  private static int done(WebhookGuard guard) {
    return guard
        .search(EventQuery.ALL.state(EventState.COMPLETE), PageRequest.first(500))
        .events()
        .size();
  }

  @Test
  void anInlineAnswerComesWhenTheHandlerHasRun() {
    try (WebhookGuard guard =
        guard(
            new MemoryStore(), Source.Mode.INLINE, context -> Response.of(201, "", new byte[0]))) {
      CompletionStage<ProviderResponse> answer =
          guard.receive("shop", StubAdapter.request(StubAdapter.event("e1", "paid")));

      assertThat(answer.toCompletableFuture().join().status()).isEqualTo(201);
    }
  }

  @Test
  void aTimeThatNeverComesMayBeWaitedFor() {
    try (GuardRuntime runtime = GuardRuntime.system(1)) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

      assertThatCode(() -> runtime.scheduler().after(longest, () -> {}).cancel())
          .doesNotThrowAnyException();
    }
  }
}
