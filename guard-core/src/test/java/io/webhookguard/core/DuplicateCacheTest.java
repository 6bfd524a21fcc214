package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.Retention;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What duplicates of settled events cost, and when the store is asked about them again. */
final class DuplicateCacheTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Authority ANNA = new Authority("anna", "the shop lost it");
  private static final Duration AGE = DuplicateCache.DEFAULT.maxAge();
  private static final Duration JUST_BELOW = AGE.minusMillis(1);

  private final World world = new World();
  private final List<String> observed = new ArrayList<>();

  private WebhookGuard inline(Handler handler) {
    return world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
  }

  private static Response ship(HandlerContext context) {
    return Response.of(201, "text/plain", bytes("shipped in " + context.generation()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String body(ProviderResponse answer) {
    return new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
  }

  private long admissions() {
    return world.views.stream().mapToLong(view -> view.calls("admit")).sum();
  }

  private long duplicates(String id) {
    return world.ledger(id).stream()
        .filter(entry -> entry.kind() == DecisionKind.DUPLICATE)
        .mapToLong(LedgerEntry::count)
        .sum();
  }

  private GuardObserver hearing() {
    return (GuardObserver)
        Proxy.newProxyInstance(
            GuardObserver.class.getClassLoader(),
            new Class<?>[] {GuardObserver.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("received")) {
                observed.add(String.valueOf(arguments[1]));
              }
              return null;
            });
  }

  @Test
  void aDuplicateOfWhatThisNodeCompletedAsksNobody() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    ProviderResponse first = world.deliver(guard, PAID);
    assertThat(admissions()).isEqualTo(1);

    ProviderResponse again = world.deliver(guard, PAID);

    assertThat(again.status()).isEqualTo(201);
    assertThat(body(again)).isEqualTo(body(first)).isEqualTo("shipped in 1");
    assertThat(admissions()).isEqualTo(1);
    assertThat(world.store().calls("find")).isZero();
  }

  @Test
  void itIsAnsweredAtOnceAndWhileTheStoreIsAway() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    world.store().away(true);

    CompletionStage<ProviderResponse> again = world.begin(guard, PAID);

    assertThat(World.answered(again).status()).isEqualTo(201);
  }

  @Test
  void aDeferredSourceAnswersAsTheStoreWould() {
    WebhookGuard guard = world.node(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);

    ProviderResponse again = world.deliver(guard, PAID);

    assertThat(again.status()).isEqualTo(200);
    assertThat(body(again)).isEqualTo("{\"event\":\"e1\",\"status\":\"duplicate\"}");
    assertThat(admissions()).isEqualTo(1);
  }

  @Test
  void whatTheStoreSaysOfADuplicateIsKeptToo() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard first = world.node(DuplicateCacheTest::ship);
    WebhookGuard second = world.node(DuplicateCacheTest::ship);
    world.deliver(first, PAID);

    assertThat(body(world.deliver(second, PAID))).isEqualTo("shipped in 1");
    assertThat(admissions()).isEqualTo(2);
    assertThat(body(world.deliver(second, PAID))).isEqualTo("shipped in 1");
    assertThat(admissions()).isEqualTo(2);
  }

  @Test
  void duplicatesAreCountedAsWithoutIt() {
    world.observer(hearing());
    WebhookGuard guard = inline(DuplicateCacheTest::ship);

    for (int i = 0; i < 5; i++) {
      world.deliver(guard, PAID);
    }
    world.advance(Duration.ofSeconds(2));

    assertThat(admissions()).isEqualTo(1);
    assertThat(duplicates("e1")).isEqualTo(4);
    assertThat(observed)
        .containsExactly("COMPLETED", "DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE");
    assertThat(observed.get(1)).isEqualTo(Receipt.Outcome.DUPLICATE.name());
  }

  @Test
  void switchedOffEveryDuplicateAsksTheStore() {
    world.settings(Settings.DEFAULT.withDuplicateCache(DuplicateCache.OFF));
    WebhookGuard guard = inline(DuplicateCacheTest::ship);

    world.deliver(guard, PAID);
    world.deliver(guard, PAID);

    assertThat(admissions()).isEqualTo(2);
  }

  @Test
  void anotherBodyIsForTheStoreToJudge() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);

    world.deliver(guard, "e1|paid|-|0|other text");
    world.advance(Duration.ofSeconds(2));

    assertThat(admissions()).isEqualTo(2);
    assertThat(world.story("e1")).contains(DecisionKind.CONFLICT);
  }

  @Test
  void inOneRequestOnlyTheOthersGoToTheStore() {
    WebhookGuard guard = world.node(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    String fresh = StubAdapter.event("e2", "paid");

    ProviderResponse answer = world.deliver(guard, PAID, fresh, PAID);
    world.advance(Duration.ofSeconds(2));

    assertThat(body(answer))
        .isEqualTo(
            "[{\"event\":\"e1\",\"status\":\"duplicate\"},"
                + "{\"event\":\"e2\",\"status\":\"accepted\"},"
                + "{\"event\":\"e1\",\"status\":\"duplicate\"}]");
    assertThat(world.state("e2")).isEqualTo(EventState.COMPLETE);
    assertThat(duplicates("e1")).isEqualTo(2);
    assertThat(duplicates("e2")).isZero();
  }

  @Test
  void aReplayHereIsSeenAtOnce() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);

    guard.replay(world.key("e1"), ANNA);

    assertThat(body(world.deliver(guard, PAID))).isEqualTo("shipped in 2");
    assertThat(admissions()).isEqualTo(2);
    assertThat(body(world.deliver(guard, PAID))).isEqualTo("shipped in 2");
    assertThat(admissions()).isEqualTo(2);
  }

  @Test
  void aReplayWhoseReplyIsLostIsSeenAtOnceToo() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    world.store().fail("intervene", FaultyStore.Fault.LOST_REPLY, FaultyStore.Fault.LOST_REQUEST);

    assertThatThrownBy(() -> guard.replay(world.key("e1"), ANNA))
        .isInstanceOf(OutcomeUnknownException.class);
    CompletionStage<ProviderResponse> again = world.begin(guard, PAID);
    world.advance(Settings.DEFAULT.poll());

    assertThat(body(World.answered(again))).isEqualTo("shipped in 2");
  }

  @Test
  void anAnswerOfBeforeTheReplayDoesNotBringItBack() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard first = world.node(DuplicateCacheTest::ship);
    WebhookGuard second = world.node(DuplicateCacheTest::ship);
    world.deliver(first, PAID);
    world.views.get(1).during("admit", () -> second.replay(world.key("e1"), ANNA));

    // The store answers COMPLETE; while its answer is on the way the event is replayed here.
    assertThat(body(World.answered(world.begin(second, PAID)))).isEqualTo("shipped in 1");
    CompletionStage<ProviderResponse> again = world.begin(second, PAID);
    assertThat(again.toCompletableFuture()).isNotDone();
    world.time.settleDown();

    assertThat(body(World.answered(again))).isEqualTo("shipped in 2");
    assertThat(admissions()).isEqualTo(3);
  }

  @Test
  void aReplayByAnotherNodeIsSeenWithinTheMaximumAge() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard first = world.node(DuplicateCacheTest::ship);
    WebhookGuard second =
        world.builder().handler(World.SHOP, "*", DuplicateCacheTest::ship).build();
    world.deliver(first, PAID);
    stopRunning(first);

    second.replay(world.key("e1"), ANNA);
    world.advance(JUST_BELOW);
    assertThat(body(world.deliver(first, PAID))).isEqualTo("shipped in 1");
    world.advance(Duration.ofMillis(1));

    CompletionStage<ProviderResponse> waits = world.begin(first, PAID);
    assertThat(waits.toCompletableFuture()).isNotDone();
    assertThat(admissions()).isEqualTo(2);
  }

  /** It gets no claims, so that it does not hear of what others have replayed. */
  private void stopRunning(WebhookGuard guard) {
    for (int i = 0; i < 10_000; i++) {
      world.store().fail("claim", FaultyStore.Fault.UNAVAILABLE);
    }
    assertThat(guard.readiness().accepting()).isTrue();
  }

  @Test
  void whoIsToRunAReplayKnowsOfItAtOnce() {
    world.source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard first = world.node(DuplicateCacheTest::ship);
    WebhookGuard second =
        world.builder().handler(World.SHOP, "*", DuplicateCacheTest::ship).build();
    world.deliver(first, PAID);

    second.replay(world.key("e1"), ANNA);
    world.advance(Settings.DEFAULT.poll().multipliedBy(2));

    assertThat(body(world.deliver(first, PAID))).isEqualTo("shipped in 2");
  }

  @Test
  void aReplayThatFailsIsReopenedByARedelivery() {
    AtomicBoolean down = new AtomicBoolean();
    Handler handler =
        context -> {
          if (down.get()) {
            throw new IllegalStateException("down");
          }
          return ship(context);
        };
    WebhookGuard guard = world.node(RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE), handler);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);
    down.set(true);
    guard.replay(world.key("e1"), ANNA);
    world.time.settleDown();
    assertThat(world.state("e1")).isEqualTo(EventState.FAILED);

    down.set(false);
    world.deliver(guard, PAID);

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void anEndThatIsConfirmedLateCountsFromBeforeItWasAskedFor() {
    WebhookGuard first = inline(DuplicateCacheTest::ship);
    world.store().fail("settle", FaultyStore.Fault.LOST_REPLY);
    world.begin(first, PAID);
    world.time.settleDown();
    WebhookGuard second =
        world.builder().handler(World.SHOP, "*", DuplicateCacheTest::ship).build();
    second.replay(world.key("e1"), ANNA);

    world.advance(AGE);
    CompletionStage<ProviderResponse> later = world.begin(first, PAID);
    world.time.settleDown();

    assertThat(body(World.answered(later))).isEqualTo("shipped in 2");
  }

  @Test
  void aTombstoneThatIsGoneIsForgottenWithinTheMaximumAge() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    long filledNanos = world.time.age().toNanos();
    world.advance(Duration.ofMillis(1));
    world.memory.events().purge(new Retention(Duration.ZERO, Duration.ZERO), 10);
    world.memory.events().purge(new Retention(Duration.ZERO, Duration.ZERO), 10);
    assertThat(world.memory.events().find(world.key("e1"))).isEmpty();

    world.advance(JUST_BELOW.minusMillis(1));
    world.deliver(guard, PAID);
    assertThat(admissions()).isEqualTo(1);
    world.advance(Duration.ofMillis(1));
    assertThat(world.time.age().toNanos() - filledNanos).isEqualTo(AGE.toNanos());
    world.deliver(guard, PAID);

    assertThat(admissions()).isEqualTo(2);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aTombstoneIsAnsweredLikeAnythingThatIsDone() {
    WebhookGuard guard = inline(DuplicateCacheTest::ship);
    world.deliver(guard, PAID);
    world.advance(AGE);
    world.memory.events().purge(new Retention(Duration.ZERO, Duration.ofDays(31)), 10);
    assertThat(world.event("e1").payloadKept()).isFalse();

    ProviderResponse asked = world.deliver(guard, PAID);
    ProviderResponse known = world.deliver(guard, PAID);

    assertThat(admissions()).isEqualTo(2);
    assertThat(known.status()).isEqualTo(asked.status());
    assertThat(body(known)).isEqualTo(body(asked));
  }

  @Test
  void whatNobodyHandlesIsKeptFromItsFirstDuplicateOn() {
    WebhookGuard guard =
        world
            .builder()
            .handler(
                World.SHOP,
                Route.MAIN_CONSUMER,
                "paid",
                DuplicateCacheTest::ship,
                RunPolicy.DEFAULT)
            .build();
    guard.start();
    String unheard = StubAdapter.event("e1", "unheard.of");
    world.deliver(guard, unheard);
    ProviderResponse asked = world.deliver(guard, unheard);

    ProviderResponse known = world.deliver(guard, unheard);

    assertThat(admissions()).isEqualTo(2);
    assertThat(body(known)).isEqualTo(body(asked));
  }

  @Test
  void aSettledEventThatIsNotDoneIsNoneOfItsBusiness() {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE),
            context -> {
              throw new IllegalStateException("down");
            });

    world.deliver(guard, PAID);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);

    assertThat(admissions()).isEqualTo(3);
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> new DuplicateCache(-1, AGE))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new DuplicateCache(DuplicateCache.MAX_BYTES + 1, AGE))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new DuplicateCache(1, Duration.ofMillis(99)))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new DuplicateCache(1, DuplicateCache.LONGEST_AGE.plusNanos(1)))
        .isInstanceOf(ConfigurationException.class);
  }
}
