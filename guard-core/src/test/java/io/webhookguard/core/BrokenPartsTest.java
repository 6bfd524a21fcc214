package io.webhookguard.core;

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
import org.junit.jupiter.api.Test;

/** What is not the engine's own breaks in ways that nobody declares, and the engine goes on. */
final class BrokenPartsTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final int ALL_WORKERS = 1;

  private final World world =
      new World()
          .settings(Settings.DEFAULT.withWorkers(ALL_WORKERS).withPoll(Duration.ofSeconds(1)));
  private final List<String> effects = new ArrayList<>();
  private final Handler handler =
      Handler.of(context -> effects.add(context.key().eventId() + "#" + context.attempt()));

  /** Throws what no contract mentions, wherever it is called. */
  private static GuardObserver broken() {
    return (GuardObserver)
        Proxy.newProxyInstance(
            GuardObserver.class.getClassLoader(),
            new Class<?>[] {GuardObserver.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("the observer is broken");
            });
  }

  @Test
  void anErrorOfTheObserverChangesNothing() {
    WebhookGuard guard = world.observer(broken()).node(handler);

    world.deliver(guard, PAID);
    world.deliver(guard, StubAdapter.event("e2", "paid"));

    assertThat(effects).containsExactly("e1#1", "e2#1");
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aClaimForWhichNoThreadCouldBeMadeIsHandedBack() {
    WebhookGuard guard = world.node(handler);
    world.store().during("claim", () -> world.processes.get(0).refuseThreads(1));

    world.deliver(guard, PAID);
    assertThat(effects).isEmpty();
    world.advance(Duration.ofSeconds(3));

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).contains(DecisionKind.RELEASED);
  }

  @Test
  void noPeriodicTaskEndsBecauseNoThreadCouldBeMadeForItOnce() {
    WebhookGuard guard = world.node(handler);
    world.processes.get(0).refuseThreads(20);
    world.advance(Duration.ofSeconds(10));

    world.deliver(guard, PAID);
    world.deliver(guard, PAID);
    world.advance(Duration.ofSeconds(2));

    assertThat(effects).containsExactly("e1#1");
    assertThat(world.story("e1")).endsWith(DecisionKind.COMPLETED, DecisionKind.DUPLICATE);
    assertThat(guard.readiness().ready()).isTrue();
  }

  @Test
  void anAnswerForWhichNoThreadCouldBeMadeIsGivenAllTheSame() {
    WebhookGuard guard = world.source(source -> source.mode(Source.Mode.INLINE)).node(handler);
    world.store().during("settle", () -> world.processes.get(0).refuseThreads(1));

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(effects).containsExactly("e1#1");
  }

  /** An exception of somebody else's library, whose methods do what they like. */
  private static final class Odd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no trace");
    }
  }

  @Test
  void aRunThatCannotBeBroughtToAnEndIsLeftToItsLease() {
    List<String> odd = new ArrayList<>(List.of("once"));
    WebhookGuard guard =
        world.node(
            context -> {
              if (!odd.isEmpty()) {
                odd.clear();
                throw new Odd();
              }
              return handler.handle(context);
            });
    world.deliver(guard, PAID);
    assertThat(guard.readiness().inFlight()).isZero();

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(effects).containsExactly("e1#2");
    assertThat(world.story("e1")).contains(DecisionKind.RECOVERED, DecisionKind.IN_DOUBT);
  }

  @Test
  void aNodeOutOfMemoryClaimsNothingForRequestsEither() {
    WebhookGuard sick =
        world
            .source(source -> source.mode(Source.Mode.INLINE).ackBudget(Duration.ofSeconds(1)))
            .node(
                context -> {
                  effects.add(context.key().eventId());
                  throw new OutOfMemoryError();
                });
    world.begin(sick, PAID);
    world.time.settleDown();

    CompletionStage<ProviderResponse> second = world.begin(sick, StubAdapter.event("e2", "paid"));
    world.advance(Duration.ofSeconds(2));

    assertThat(World.answered(second).status()).isEqualTo(200);
    assertThat(effects).containsExactly("e1");
    assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
  }
}
