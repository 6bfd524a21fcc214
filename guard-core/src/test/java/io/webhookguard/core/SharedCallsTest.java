package io.webhookguard.core;

import static io.webhookguard.core.FaultyStore.Fault.LOST_REPLY;
import static io.webhookguard.core.FaultyStore.Fault.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.handler.Handler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many calls a node makes for what comes alone, and for what comes at once. */
final class SharedCallsTest {

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler = Handler.of(context -> effects.add(context.key().eventId()));
  private final List<CompletionStage<ProviderResponse>> answers = new ArrayList<>();

  private static String event(int number) {
    return StubAdapter.event("e" + number, "paid");
  }

  /** A request with so many events that others wait for the answer to it. */
  private void beginLarge(WebhookGuard guard) {
    answers.add(world.begin(guard, event(100), event(101), event(102), event(103)));
  }

  /** So many requests come while the first one is at the store. */
  private void deliverAtOnce(WebhookGuard guard, int more) {
    world
        .store()
        .during(
            "admit",
            () -> IntStream.rangeClosed(1, more).forEach(i -> answers.add(begin(guard, i))));
    beginLarge(guard);
    world.time.settleDown();
  }

  private CompletionStage<ProviderResponse> begin(WebhookGuard guard, int number) {
    return world.begin(guard, event(number));
  }

  private List<Integer> statuses() {
    return answers.stream().map(answer -> World.answered(answer).status()).toList();
  }

  @Test
  void anEventThatComesAloneIsAdmittedAndSettledInOneCallEachAndWithoutAHandOff() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);

    CompletionStage<ProviderResponse> answer = begin(guard, 1);
    assertThat(world.state("e1")).as("at once").isEqualTo(EventState.PROCESSING);
    world.time.letRun(1);
    assertThat(world.state("e1")).as("in the handler's task").isEqualTo(EventState.COMPLETE);

    world.time.settleDown();
    assertThat(World.answered(answer).status()).isEqualTo(200);
    assertThat(world.store().calls("admit")).isEqualTo(1);
    assertThat(world.store().calls("settle")).isEqualTo(1);
  }

  @Test
  void requestsThatComeAtOnceShareTheNextCall() {
    WebhookGuard guard = world.node(handler);

    deliverAtOnce(guard, 31);

    assertThat(statuses()).hasSize(32).containsOnly(200);
    assertThat(world.store().calls("admit")).isEqualTo(2);
    assertThat(effects).hasSize(35).doesNotHaveDuplicates();
  }

  @Test
  void aRedeliveryThatComesAtOnceIsADuplicateAsItWouldBeAlone() {
    WebhookGuard guard = world.node(handler);
    world
        .store()
        .during(
            "admit",
            () -> {
              answers.add(begin(guard, 1));
              answers.add(begin(guard, 1));
              answers.add(begin(guard, 2));
            });
    beginLarge(guard);
    world.advance(Duration.ofSeconds(2));

    assertThat(statuses()).containsOnly(200);
    assertThat(effects).hasSize(6).doesNotHaveDuplicates();
    assertThat(world.story("e1"))
        .contains(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED)
        .contains(DecisionKind.DUPLICATE);
  }

  @Test
  void whatIsTooMuchForTheIntakeIsAnswered503AndComesAgain() {
    List<GuardObserver.Unavailability> observed = new ArrayList<>();
    world.observer(hearing(observed)).settings(Settings.DEFAULT.withIntakeQueue(6));
    WebhookGuard guard = world.node(handler);

    deliverAtOnce(guard, 4);

    assertThat(statuses()).containsExactly(200, 200, 503, 503, 200);
    assertThat(World.answered(answers.get(2)).headers()).containsKey("Retry-After");
    assertThat(observed)
        .containsExactly(GuardObserver.Unavailability.BUSY, GuardObserver.Unavailability.BUSY);
    assertThat(world.deliver(guard, event(3)).status()).isEqualTo(200);
    assertThat(effects).hasSize(7).contains("e1", "e2", "e3").doesNotContain("e4");
  }

  /** Hears why requests could not be taken. */
  private static GuardObserver hearing(List<GuardObserver.Unavailability> observed) {
    return (GuardObserver)
        Proxy.newProxyInstance(
            GuardObserver.class.getClassLoader(),
            new Class<?>[] {GuardObserver.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("unavailable")) {
                observed.add((GuardObserver.Unavailability) arguments[1]);
              }
              return null;
            });
  }

  @Test
  void aRefusedInlineRequestGivesItsWorkerBack() {
    world
        .settings(Settings.DEFAULT.withIntakeQueue(1).withWorkers(2))
        .source(source -> source.mode(Source.Mode.INLINE));
    WebhookGuard guard = world.node(handler);
    for (int round = 0; round < 5; round++) {
      int base = 10 * round;
      world.store().during("admit", () -> answers.add(begin(guard, base + 1)));
      answers.add(begin(guard, base));
      world.time.settleDown();
    }

    assertThat(effects).containsExactly("e0", "e10", "e20", "e30", "e40");
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aSharedCallWhoseReplyIsLostIsAskedForAndEveryEventRunsOnce() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
    world
        .store()
        .during(
            "admit",
            () -> {
              IntStream.rangeClosed(1, 3).forEach(i -> answers.add(begin(guard, i)));
              world.store().fail("admit", LOST_REPLY);
            });
    beginLarge(guard);
    world.advance(Duration.ofSeconds(1));

    assertThat(statuses()).containsOnly(200);
    assertThat(effects).hasSize(7).doesNotHaveDuplicates();
    assertThat(world.store().calls("admit")).isEqualTo(3);
  }

  @Test
  void anAbsentStoreIsToldToEveryRequestOfASharedCall() {
    WebhookGuard guard = world.node(handler);
    world
        .store()
        .during(
            "admit",
            () -> {
              IntStream.rangeClosed(1, 3).forEach(i -> answers.add(begin(guard, i)));
              world.store().fail("admit", UNAVAILABLE);
            });
    beginLarge(guard);
    world.time.settleDown();

    assertThat(statuses()).containsExactly(503, 503, 503, 200);
    assertThat(effects).hasSize(4).doesNotContain("e1", "e2", "e3");
  }

  @Test
  void aStopWaitsForWhatWaitsForTheStore() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
    List<CompletionStage<Void>> stops = new ArrayList<>();
    world
        .store()
        .during(
            "admit",
            () -> {
              answers.add(begin(guard, 1));
              stops.add(guard.stop(Duration.ofSeconds(20)));
            });
    beginLarge(guard);
    assertThat(stops.get(0).toCompletableFuture()).isNotDone();
    world.time.settleDown();

    assertThat(stops.get(0).toCompletableFuture()).isDone();
    assertThat(statuses()).containsOnly(200);
    assertThat(effects).isEmpty();
    assertThat(world.state("e100")).isEqualTo(EventState.PENDING);
    assertThat(world.state("e1")).isEqualTo(EventState.PENDING);
  }

  @Test
  void attemptsThatEndAtOnceShareTheNextCall() {
    WebhookGuard guard = world.node(handler);
    world.hold(4, "settle", world.time::settleDown);

    world.deliver(guard, IntStream.range(0, 12).mapToObj(i -> event(i)).toArray(String[]::new));

    assertThat(effects).hasSize(12);
    assertThat(world.store().calls("settle")).as("three alone, and one for nine").isEqualTo(4);
  }
}
