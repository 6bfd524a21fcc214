package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.Handler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeferredIntakeTest {

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler = Handler.of(context -> effects.add(context.key().eventId()));

  @Test
  void anEventIsAcknowledgedAndThenRunsOnce() {
    WebhookGuard guard = world.node(handler);

    var answer = World.answered(world.begin(guard, StubAdapter.event("e1", "paid")));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(effects).isEmpty();

    world.time.settleDown();
    assertThat(effects).containsExactly("e1");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aDuplicateRunsNothing() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, StubAdapter.event("e1", "paid"));

    assertThat(world.deliver(guard, StubAdapter.event("e1", "paid")).status()).isEqualTo(200);

    assertThat(effects).containsExactly("e1");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }
}
