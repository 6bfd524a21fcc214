package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.core.handler.Handler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SummariesBoundTest {

  private final World world = new World();
  private final WebhookGuard guard = world.node(Handler.of(context -> {}));

  private List<LedgerEntry> of(DecisionKind kind) {
    return world.memory.ledger().scan(0, 500).entries().stream()
        .filter(entry -> entry.kind() == kind)
        .toList();
  }

  @Test
  void aFloodOfForgedRequestsIsOneRowAMinute() {
    for (int i = 0; i < 5_000; i++) {
      guard.receive(World.SHOP, StubAdapter.signed("a-forged-secret-of-that-size", "x" + i));
    }
    assertThat(world.store().calls("admit")).isZero();
    assertThat(world.store().calls("append")).isZero();

    world.advance(Duration.ofMinutes(3));

    assertThat(of(DecisionKind.REJECTED)).hasSize(1);
    assertThat(of(DecisionKind.REJECTED).get(0).count()).isEqualTo(5_000);
  }

  @Test
  void summariesSurviveAShortAbsenceOfTheStore() {
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.store().fail("append", FaultyStore.Fault.UNAVAILABLE);

    world.advance(Duration.ofSeconds(2));

    assertThat(of(DecisionKind.DUPLICATE))
        .singleElement()
        .extracting(LedgerEntry::count)
        .isEqualTo(1L);
  }

  @Test
  void aSummaryThatMayHaveBeenWrittenIsNotWrittenAgain() {
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.deliver(guard, StubAdapter.event("e1", "paid"));
    world.store().fail("append", FaultyStore.Fault.LOST_REPLY);

    world.advance(Duration.ofSeconds(5));

    assertThat(of(DecisionKind.DUPLICATE)).hasSize(1);
  }
}
