package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.handler.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthTest {

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler = Handler.of(context -> effects.add(context.key().eventId()));

  /** Writes down what it hears. */
  private static final class Notes extends SilentObserver {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void received(Route route, Receipt.Outcome outcome) {
      lines.add("received " + outcome);
    }

    @Override
    public void refused(String source, Rejection reason) {
      lines.add("refused " + source + " " + reason);
    }

    @Override
    public void unavailable(String source, Unavailability why) {
      lines.add("unavailable " + why);
    }

    @Override
    public void started(Route route, Duration waited) {
      lines.add("started");
    }

    @Override
    public void ended(Route route, Ending ending, Duration ran, Duration recording) {
      lines.add("ended " + ending + " " + ran);
    }

    @Override
    public void superseded(Route route) {
      lines.add("superseded");
    }

    @Override
    public void recovered(Route route) {
      lines.add("recovered");
    }
  }

  @Test
  void aRunningGuardIsReady() {
    WebhookGuard guard = world.node(handler);
    world.advance(Duration.ofMinutes(1));

    assertThat(guard.readiness().ready()).isTrue();
    assertThat(guard.readiness().inFlight()).isZero();
  }

  @Test
  void aGuardThatCannotReachItsStoreIsNotReadyUntilItCan() {
    WebhookGuard guard = world.node(handler);
    world.store().away(true);
    world.advance(Duration.ofSeconds(2));
    assertThat(guard.readiness().storeReachable()).isFalse();
    assertThat(guard.readiness().problems()).containsExactly("the store is out of reach");

    world.store().away(false);
    world.advance(Duration.ofSeconds(2));
    assertThat(guard.readiness().ready()).isTrue();
  }

  @Test
  void aNodeOutOfMemoryTakesNoMoreWorkAndLeavesTheEventToOthers() {
    WebhookGuard sick =
        world.node(
            context -> {
              throw new OutOfMemoryError();
            });
    world.deliver(sick, StubAdapter.event("e1", "paid"));
    world.deliver(sick, StubAdapter.event("e2", "paid"));

    assertThat(sick.readiness().healthy()).isFalse();
    assertThat(sick.readiness().ready()).isFalse();
    assertThat(world.state("e1")).isEqualTo(EventState.PROCESSING);
    assertThat(world.state("e2")).isEqualTo(EventState.PENDING);

    world.node(handler);
    world.advance(World.LEASE.plusSeconds(5));
    assertThat(effects).containsExactlyInAnyOrder("e1", "e2");
  }

  @Test
  void anObserverHearsWhatHappens() {
    Notes notes = new Notes();
    WebhookGuard guard =
        world
            .observer(notes)
            .node(
                context -> {
                  world.advance(Duration.ofSeconds(2));
                  return Response.EMPTY;
                });

    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    guard.receive("elsewhere", StubAdapter.request("x"));
    world.store().fail("admit", FaultyStore.Fault.UNAVAILABLE);
    world.deliver(guard, StubAdapter.event("e2", "paid"));

    assertThat(notes.lines)
        .containsExactly(
            "received ACCEPTED",
            "started",
            "ended COMPLETED PT2S",
            "received DUPLICATE",
            "refused unknown ENDPOINT",
            "unavailable STORE");
  }

  @Test
  void settledEventsArePurgedAfterTheirRetention() {
    world.settings(Settings.DEFAULT.withRetention(Duration.ofHours(1), Duration.ofDays(40)));
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, StubAdapter.event("e1", "paid"));

    world.advance(Duration.ofHours(3));
    assertThat(world.event("e1").payloadKept()).isFalse();
  }
}
