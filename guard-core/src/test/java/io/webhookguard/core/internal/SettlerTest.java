package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettlerTest {

  private final Bench bench = new Bench();
  private final List<Run> settled = new ArrayList<>();
  private final Settler settler = new Settler(bench.node, bench.contact, bench.runs, new Ears());

  private final class Ears implements Settler.Listener {
    @Override
    public void settled(Run run, Settlement settlement) {
      settled.add(run);
    }

    @Override
    public void superseded(Run run, long newestToken) {
      throw new AssertionError(run + " is current");
    }
  }

  private void complete(List<Run> runs) {
    runs.forEach(
        run -> settler.settle(run, new Settlement.Complete(run.attempt().claim(), Response.EMPTY)));
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException("away");
  }

  private List<Integer> sizes() {
    return bench.asked.stream().map(Bench.Asked::size).toList();
  }

  @Test
  void whatIsAnsweredIsNotSentAgain() {
    complete(bench.claim(2));
    bench.time.advance(Duration.ofMinutes(1));

    assertThat(sizes()).containsExactly(2);
    assertThat(settled).hasSize(2);
    assertThat(settler.idle()).isTrue();
    assertThat(bench.runs.size()).isZero();
  }

  @Test
  void aBatchHasItsLimit() {
    complete(bench.claim(257));
    bench.time.settleDown();

    assertThat(sizes()).containsExactly(256, 1);
    assertThat(settled).hasSize(257);
  }

  @Test
  void anAbsentStoreIsAskedLessAndLessOften() {
    bench.answer(
        call -> {
          throw away();
        });
    complete(bench.claim(1));
    bench.time.advance(Duration.ofSeconds(7));

    assertThat(bench.asked.stream().map(asked -> asked.at().toMillis()))
        .containsExactly(0L, 50L, 150L, 350L, 750L, 1_550L, 3_150L, 4_750L, 6_350L);
    assertThat(settler.idle()).isFalse();
  }

  @Test
  void whoeverAsksInBetweenDoesNotMakeMoreRetries() {
    bench.answer(
        call -> {
          throw away();
        });
    complete(bench.claim(1));
    bench.time.settleDown();

    settler.nudge();
    settler.nudge();
    bench.time.advance(Duration.ofMillis(120));

    assertThat(bench.asked.stream().map(asked -> asked.at().toMillis()))
        .containsExactly(0L, 0L, 50L);
  }

  @Test
  void theFirstAnswerEndsThePauses() {
    bench.answer(
        call -> {
          throw away();
        });
    complete(bench.claim(1));
    bench.time.advance(Duration.ofSeconds(2));
    bench.answer(InterposedStore.Call::passOn);
    settler.nudge();
    bench.time.settleDown();
    assertThat(settled).hasSize(1);

    bench.asked.clear();
    settler.nudge();
    bench.time.advance(Duration.ofSeconds(10));
    assertThat(bench.asked).isEmpty();
  }

  @Test
  void whatTheStoreCannotTakeInABatchIsSentAloneAndWhatIsThenUnansweredAgain() {
    List<Run> runs = bench.claim(2);
    bench.answer(
        call -> {
          if (bench.asked.size() == 1) {
            throw new IllegalArgumentException("not in one batch");
          }
          if (bench.asked.size() <= 3) {
            throw away();
          }
          return call.passOn();
        });
    complete(runs);
    bench.time.advance(Duration.ofSeconds(1));

    assertThat(sizes()).containsExactly(2, 1, 1, 2);
    assertThat(settled).containsExactlyElementsOf(runs);
  }
}
