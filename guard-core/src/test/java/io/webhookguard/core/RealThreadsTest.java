package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one story told on real threads: that the real runtime drives the same engine. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RealThreadsTest {

  private static final int EVENTS = 300;
  private static final int REQUESTS = 40;

  private static WebhookGuard guard(GuardStore store, Source.Mode mode, Handler handler) {
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

  @Test
  void requestsThatHangWithTheStoreLeaveThreadsForOtherWork() throws Exception {
    MemoryStore memory = new MemoryStore();
    AtomicBoolean received = new AtomicBoolean();
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(1);
    EventStore hung =
        wrapped(
            EventStore.class,
            memory.events(),
            "admit",
            () -> {
              if (received.get()) {
                hanging.countDown();
                over.await();
              }
              throw new OutcomeUnknownException("no reply");
            });
    GuardStore store = wrapped(GuardStore.class, memory, "events", () -> hung);
    try (WebhookGuard guard =
        guard(store, Source.Mode.DEFERRED, Handler.of(context -> ran.countDown()))) {
      for (int i = 0; i < REQUESTS; i++) {
        guard.receive("shop", StubAdapter.request(StubAdapter.event("lost-" + i, "paid")));
      }
      // Not before: the call that hangs could be one of this thread's own.
      received.set(true);
      assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
      memory.events().admit(List.of(arrival()));

      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
      over.countDown();
    } finally {
      over.countDown();
    }
  }

  /** The target with one method in other words. */
  private static <T> T wrapped(Class<T> type, T target, String name, Callable<Object> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getName().equals(name) ? instead.call() : method.invoke(target, arguments)));
  }

  private static Arrival arrival() {
    return new Arrival(
        new UUID(0, 1),
        new EventKey(Route.main("shop"), "", "e1"),
        "paid",
        Lane.NONE,
        0,
        Attributes.EMPTY,
        Payload.of("text/plain", new byte[0]),
        new Arrival.Intent.Queue());
  }
}
