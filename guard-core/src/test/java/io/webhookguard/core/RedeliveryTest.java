package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class RedeliveryTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final RunPolicy ONCE = RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE);
  private static final Authority ANNA = new Authority("anna", "looked at the bank");

  private final World world = new World();
  private final AtomicBoolean down = new AtomicBoolean(true);
  private final List<String> keys = new ArrayList<>();

  private final Handler handler =
      context -> {
        keys.add(context.idempotencyKey());
        if (down.get()) {
          throw new IllegalStateException("down");
        }
        return Response.EMPTY;
      };

  @Test
  void aRedeliveryGivesAnExhaustedEventFreshAttempts() {
    WebhookGuard guard = world.node(ONCE, handler);
    world.deliver(guard, PAID);
    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);

    down.set(false);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(keys).hasSize(2).containsOnly(keys.get(0));
    assertThat(world.story("e1")).contains(DecisionKind.REOPENED);
  }

  @Test
  void redeliveriesReopenAnEventSoOftenAndNoMore() {
    WebhookGuard guard = world.source(source -> source.maxReopenings(2)).node(ONCE, handler);

    for (int i = 0; i < 6; i++) {
      assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    }

    assertThat(keys).hasSize(3);
    assertThat(world.failure("e1")).isEqualTo(FailureReason.EXHAUSTED);
  }

  @Test
  void aSourceMayIgnoreRedeliveries() {
    WebhookGuard guard =
        world.source(source -> source.redelivery(Source.Redelivery.IGNORE)).node(ONCE, handler);
    world.deliver(guard, PAID);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(keys).hasSize(1);
  }

  @Test
  void aRedeliveryAfterTheKeyWasForgottenReopensNothing() {
    WebhookGuard guard = world.node(ONCE, handler);
    world.deliver(guard, PAID);
    world.advance(Duration.ofHours(21));

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(keys).hasSize(1);
  }

  @Test
  void aPermanentFailureIsNotReopenedByARedelivery() {
    WebhookGuard guard =
        world.node(
            context -> {
              keys.add(context.idempotencyKey());
              throw new PermanentFailure(Problem.of("http-404"));
            });
    world.deliver(guard, PAID);

    world.deliver(guard, PAID);

    assertThat(keys).hasSize(1);
  }

  @Test
  void aStoreThatCannotReopenNowIsNoReasonNotToAcknowledge() {
    WebhookGuard guard = world.node(ONCE, handler);
    world.deliver(guard, PAID);
    world.store().fail("intervene", FaultyStore.Fault.LOST_REQUEST, FaultyStore.Fault.LOST_REQUEST);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(world.state("e1")).isEqualTo(EventState.FAILED);
  }

  @Test
  void aPersonConfirmsAParkedEvent() {
    WebhookGuard guard =
        world.node(
            RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK),
            context -> {
              throw new UnknownOutcomeFailure(Problem.of("timeout"));
            });
    world.deliver(guard, PAID);

    InterventionResult result = guard.confirm(world.key("e1"), ANNA, Response.EMPTY);

    assertThat(answer(result)).isInstanceOf(InterventionAnswer.Done.class);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(world.story("e1")).endsWith(DecisionKind.CONFIRMED);
  }

  @Test
  void aReplayRunsACompleteEventAgainUnderANewKey() {
    down.set(false);
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, PAID);

    guard.replay(world.key("e1"), ANNA);
    world.time.settleDown();

    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    assertThat(world.event("e1").generation()).isEqualTo(2);
  }

  @Test
  void aLostReplyToAnInterventionIsAskedForUnderTheSameId() {
    WebhookGuard guard = world.node(ONCE, handler);
    world.deliver(guard, PAID);
    down.set(false);
    world.store().fail("intervene", FaultyStore.Fault.LOST_REPLY);

    assertThat(answer(guard.retry(world.key("e1"), ANNA)))
        .isInstanceOf(InterventionAnswer.Done.class);
    world.time.settleDown();

    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.RETRIED);
    assertThat(keys).hasSize(2);
  }

  private static InterventionAnswer answer(InterventionResult result) {
    return result.match(
        InterventionResult.Answered::answer,
        requested -> {
          throw new AssertionError("nobody demands a second person");
        });
  }
}
