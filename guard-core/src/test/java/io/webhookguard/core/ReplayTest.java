package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.core.handler.Handler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A replay passes the recognition of duplicates once, and the handler sees that it is one. */
final class ReplayTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Authority ANN = new Authority("ann", "wrong address");
  private static final Authority BOB = new Authority("bob", "wrong address");

  private final World world = new World();
  private final List<Integer> generations = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private Runnable meanwhile = () -> {};

  private final Handler handler =
      context -> {
        generations.add(context.generation());
        keys.add(context.idempotencyKey());
        meanwhile.run();
        return Response.EMPTY;
      };

  @Test
  @DisplayName("duplicates before, during and after a replay run nothing more")
  void duplicatesAroundAReplay() {
    WebhookGuard here = world.node(handler);
    WebhookGuard there = world.node(handler);
    world.deliver(here, PAID);
    world.deliver(there, PAID);

    here.replay(world.key("e1"), ANN);
    there.receive(World.SHOP, StubAdapter.request(PAID));
    here.receive(World.SHOP, StubAdapter.request(PAID));
    meanwhile = () -> there.receive(World.SHOP, StubAdapter.request(PAID));
    world.time.settleDown();
    world.deliver(here, PAID);
    world.deliver(there, PAID);

    assertThat(generations).containsExactly(1, 2);
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("of two replays at once one is done, and the handler runs once more")
  void twoReplaysAtOnce() {
    WebhookGuard here = world.node(handler);
    WebhookGuard there = world.node(handler);
    world.deliver(here, PAID);
    List<InterventionResult> second = new ArrayList<>();
    world.store().during("intervene", () -> second.add(there.replay(world.key("e1"), BOB)));

    InterventionResult first = here.replay(world.key("e1"), ANN);
    world.time.settleDown();

    assertThat(first)
        .isInstanceOfSatisfying(
            InterventionResult.Answered.class,
            it -> assertThat(it.answer()).isInstanceOf(InterventionAnswer.Done.class));
    assertThat(second)
        .singleElement()
        .isInstanceOfSatisfying(
            InterventionResult.Answered.class,
            it -> assertThat(it.answer()).isInstanceOf(InterventionAnswer.Refused.class));
    assertThat(generations).containsExactly(1, 2);
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.REPLAYED);
  }

  @Test
  @DisplayName("an event that nobody knows is not replayed or retried")
  void unknownEvents() {
    WebhookGuard guard = world.node(handler);

    for (InterventionResult result :
        List.of(guard.replay(world.key("e9"), ANN), guard.retry(world.key("e9"), ANN))) {
      assertThat(result)
          .isEqualTo(new InterventionResult.Answered(new InterventionAnswer.Unknown()));
    }
    assertThat(guard.find(world.key("e9"))).isEmpty();
  }
}
