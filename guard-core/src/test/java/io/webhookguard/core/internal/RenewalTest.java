package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RenewalTest {

  private final Bench bench = new Bench();
  private final Renewal renewal = new Renewal(bench.node, bench.contact, bench.runs);
  private final Duration third = bench.settings.lease().dividedBy(3);

  @Test
  void aClaimIsRenewedAfterAThirdOfItsLeaseAndNotBefore() {
    bench.claim(2);
    bench.time.advance(third.minusMillis(1));
    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).isEmpty();

    bench.time.advance(Duration.ofMillis(1));
    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).extracting(Bench.Asked::size).containsExactly(2);

    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).hasSize(1);
  }

  @Test
  void aLostReplyIsSaidAndTheClaimStaysDue() {
    bench.claim(1);
    bench.time.advance(third);
    bench.answer(
        call -> {
          throw new OutcomeUnknownException("lost");
        });

    assertThat(renewal.renewDue()).isFalse();
    assertThat(renewal.renewDue()).isFalse();
    assertThat(bench.asked).hasSize(2);
  }

  @Test
  void aLockedRowStaysDue() {
    bench.claim(1);
    bench.time.advance(third);
    bench.answer(call -> List.of(new RenewAnswer.Locked()));

    assertThat(renewal.renewDue()).isTrue();
    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).hasSize(2);
  }

  @Test
  void aClaimThatCannotBeRenewedTakesNoOtherWithIt() {
    List<Run> runs = bench.claim(4);
    Claim broken = runs.get(2).attempt().claim();
    bench.time.advance(third);
    bench.answer(
        call -> {
          if (((List<?>) call.subject()).contains(broken)) {
            throw new IllegalArgumentException("a broken row");
          }
          return call.passOn();
        });

    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).extracting(Bench.Asked::size).containsExactly(4, 2, 2, 1, 1);
    bench.asked.clear();
    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).extracting(Bench.Asked::size).containsExactly(1);
  }

  @Test
  void whatIsOverIsLostAndNotRenewedAgain() {
    Run run = bench.claim(1).get(0);
    Settlement elsewhere = new Settlement.Complete(run.attempt().claim(), Response.EMPTY);
    bench.memory.events().settle(List.of(elsewhere));
    bench.time.advance(third);

    assertThat(renewal.renewDue()).isTrue();
    assertThat(run.leaseLost()).isTrue();
    assertThat(renewal.renewDue()).isTrue();
    assertThat(bench.asked).hasSize(1);
  }
}
