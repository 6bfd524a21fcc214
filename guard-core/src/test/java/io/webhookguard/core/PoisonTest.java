package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event that takes its nodes down. */
final class PoisonTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

  private final World world = new World();
  private final List<String> runs = new ArrayList<>();

  /** A node that dies of the event. */
  private WebhookGuard victim() {
    int number = world.processes.size();
    return world.node(
        RunPolicy.DEFAULT.withTakeovers(3),
        context -> {
          runs.add("dies");
          world.processes.get(number).kill();
          return Response.EMPTY;
        });
  }

  private WebhookGuard outOfMemory() {
    return world.node(
        RunPolicy.DEFAULT.withTakeovers(3),
        context -> {
          runs.add("dies");
          throw new OutOfMemoryError();
        });
  }

  @Test
  void itIsTakenForTheCauseAfterSomeNodes() {
    world.begin(victim(), PAID);
    for (int node = 0; node < 5; node++) {
      world.advance(LONG_ENOUGH);
      victim();
    }
    world.advance(LONG_ENOUGH);

    assertThat(runs).hasSize(3);
    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(world.event("e1").problem().kind()).isEqualTo("poison");
  }

  @Test
  void soIsOneThatTakesAllMemory() {
    world.begin(outOfMemory(), PAID);
    for (int node = 0; node < 5; node++) {
      world.advance(LONG_ENOUGH);
      outOfMemory();
    }
    world.advance(LONG_ENOUGH);

    assertThat(runs).hasSize(3);
    assertThat(world.event("e1").problem().kind()).isEqualTo("poison");
  }

  @Test
  void anAttemptThatReportsItsEndBeginsTheCountAnew() {
    world.begin(victim(), PAID);
    world.advance(LONG_ENOUGH);
    victim();
    world.advance(LONG_ENOUGH);
    boolean[] reports = {true};
    WebhookGuard good =
        world.node(
            RunPolicy.DEFAULT.withTakeovers(3),
            Handler.of(
                context -> {
                  runs.add("reports");
                  if (reports[0]) {
                    throw new RetryableFailure(
                        Problem.of("http-503"), Duration.ofHours(1), DoubtMark.KEEP);
                  }
                }));
    world.advance(LONG_ENOUGH);
    assertThat(runs).containsExactly("dies", "dies", "reports");
    good.stop(Duration.ZERO);
    world.time.settleDown();

    victim();
    world.advance(Duration.ofHours(2));
    reports[0] = false;
    world.node(RunPolicy.DEFAULT.withTakeovers(3), Handler.of(context -> runs.add("succeeds")));
    world.advance(LONG_ENOUGH);

    assertThat(runs).containsExactly("dies", "dies", "reports", "dies", "succeeds");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }
}
