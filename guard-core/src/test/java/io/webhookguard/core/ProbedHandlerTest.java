package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A handler whose probe decides what is in doubt. */
final class ProbedHandlerTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Problem TIMEOUT = Problem.of("timeout");
  private static final RunPolicy TWICE =
      RunPolicy.DEFAULT.withRetry(RetryPolicy.DEFAULT.withAttempts(2).withJitter(0));

  private final World world = new World();
  private final List<String> calls = new ArrayList<>();
  private final List<HandlerContext> runs = new ArrayList<>();

  /** What the next runs and looks come to; when there is no more, they succeed and find it done. */
  private final Deque<Callable<Response>> ends = new ArrayDeque<>();

  private final Deque<Callable<Finding>> findings = new ArrayDeque<>();

  private final ProbedHandler handler =
      ProbedHandler.of(
          context -> {
            calls.add("run");
            runs.add(context);
            return ends.isEmpty() ? Response.EMPTY : ends.remove().call();
          },
          context -> {
            calls.add("look");
            return findings.isEmpty() ? Finding.done() : findings.remove().call();
          });

  private WebhookGuard node(RunPolicy policy) {
    WebhookGuard guard =
        world
            .builder()
            .subscription(
                Subscription.probed(World.SHOP, Route.MAIN_CONSUMER, "*", handler, policy))
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private static <T> Callable<T> throwing(Exception failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void nobodyLooksWhereNothingIsInDoubt() {
    ends.add(throwing(new RetryableFailure(Problem.of("http-503"))));
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "run");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatIsFoundDoneIsCompleteAndDoesNotRunAgain() {
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    findings.add(() -> Finding.done(Response.of(201, "", new byte[0])));
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "look");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.ledger("e1").get(4).detail()).isEqualTo("status 201");
    assertThat(world.event("e1").inDoubt()).isFalse();
  }

  @Test
  void whatIsFoundNotDoneRunsInTheSameAttemptWithoutDoubt() {
    ends.add(throwing(new IllegalStateException("anything")));
    findings.add(Finding::notDone);
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "look", "run");
    assertThat(runs.get(1).attempt()).isEqualTo(2);
    assertThat(runs.get(1).inDoubt()).isFalse();
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatNobodyCanTellIsParked() {
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    findings.add(() -> Finding.cannotTell(new Problem("no-trace", "the bank keeps no list")));
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(world.event("e1").problem().kind()).isEqualTo("no-trace");
    assertThat(world.story("e1")).endsWith(DecisionKind.PARKED);
  }

  @Test
  void aNodeThatDiedIsAskedAfterByTheNext() {
    ends.add(
        () -> {
          world.processes.get(0).kill();
          return Response.EMPTY;
        });
    world.begin(node(TWICE), PAID);
    world.time.settleDown();
    node(TWICE);

    world.advance(World.LEASE.plusSeconds(5));

    assertThat(calls).containsExactly("run", "look");
    assertThat(world.story("e1"))
        .containsExactly(
            DecisionKind.RECEIVED,
            DecisionKind.STARTED,
            DecisionKind.RECOVERED,
            DecisionKind.IN_DOUBT,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED);
  }

  @Test
  void aProbeThatThrowsIsAskedAgainAndThenAPersonIs() {
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    findings.add(throwing(new IllegalStateException("away")));
    findings.add(throwing(new IllegalStateException("still away")));
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "look", "look");
    assertThat(world.failure("e1")).isEqualTo(FailureReason.IN_DOUBT);
    assertThat(world.event("e1").problem())
        .isEqualTo(new Problem("probe-failed", "the probe threw IllegalStateException"));
  }

  @Test
  void theLastAttemptToo() {
    ends.add(throwing(new RetryableFailure(Problem.of("http-503"))));
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "run", "look");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatIsFoundNotDoneAfterTheLastAttemptDoesNotRun() {
    ends.add(throwing(new RetryableFailure(Problem.of("http-503"))));
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    findings.add(Finding::notDone);
    WebhookGuard guard = node(TWICE);
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(calls).containsExactly("run", "run", "look");
    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
    assertThat(world.event("e1").inDoubt()).isFalse();
  }

  @Test
  void aProbeMayComeAfterTheKeyWasForgotten() {
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    ends.add(
        throwing(
            new RetryableFailure(Problem.of("http-429"), Duration.ofHours(21), DoubtMark.KEEP)));
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    findings.add(Finding::notDone);
    WebhookGuard guard = node(RunPolicy.DEFAULT);
    world.deliver(guard, PAID);

    world.advance(Duration.ofHours(22));

    assertThat(calls).containsExactly("run", "look", "run", "run", "look");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aProbeChangesNothing() {
    ends.add(throwing(new UnknownOutcomeFailure(TIMEOUT)));
    List<String> refused = new ArrayList<>();
    ProbedHandler meddling =
        ProbedHandler.of(
            Handler.of(
                context -> {
                  throw new UnknownOutcomeFailure(TIMEOUT);
                }),
            context -> {
              try {
                context.step("charge", String.class, key -> "done");
              } catch (IllegalStateException e) {
                refused.add(String.valueOf(e.getMessage()));
              }
              return Finding.done();
            });
    WebhookGuard guard =
        world
            .builder()
            .subscription(
                Subscription.probed(World.SHOP, Route.MAIN_CONSUMER, "*", meddling, TWICE))
            .build();
    guard.start();
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(refused).containsExactly("a probe looks, and changes nothing: no steps in it");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }
}
