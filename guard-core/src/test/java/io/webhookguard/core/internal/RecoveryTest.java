package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecoveryTest {

  private final Bench bench = new Bench();
  private final List<Integer> limits = new ArrayList<>();
  private final Settler settler = new Settler(bench.node, bench.contact, bench.runs, new Deaf());
  private final Recovery recovery =
      new Recovery(
          bench.node,
          bench.contact,
          Subscriptions.of(
              List.of(
                  Subscription.of(
                      Bench.ROUTE.source(),
                      Bench.ROUTE.consumer(),
                      "*",
                      Handler.of(context -> {}),
                      RunPolicy.DEFAULT))),
          bench.runs,
          settler);

  private static final class Deaf implements Settler.Listener {
    @Override
    public void settled(Run run, Settlement settlement) {}

    @Override
    public void superseded(Run run, long newestToken) {}
  }

  private void noteLimits() {
    bench.answer(
        call -> {
          if (call.subject() instanceof RecoverRequest request) {
            limits.add(request.limit());
          }
          return call.passOn();
        });
  }

  @Test
  void whatIsTakenOverIsHeldAndToldUntilItsEndIsRecorded() {
    List<Run> left = bench.claim(2);
    left.forEach(bench.runs::leave);
    bench.time.advance(bench.settings.lease());
    bench.answer(
        call -> {
          if (call.name().equals("settle")) {
            throw new StoreUnavailableException("away");
          }
          return call.passOn();
        });

    recovery.recover();

    assertThat(bench.runs.size()).isEqualTo(2);
    assertThat(bench.runs.all()).noneMatch(Run::begin);
    assertThat(bench.observed.stream().filter("recovered"::equals)).hasSize(2);
    noteLimits();
    bench.time.settleDown();
    settler.nudge();
    bench.time.settleDown();
    assertThat(bench.runs.size()).isZero();
    assertThat(
            bench
                .memory
                .events()
                .search(EventQuery.ALL.state(EventState.PENDING), PageRequest.first(10))
                .events())
        .hasSize(2);
  }

  @Test
  void takeoversThatAreHeldCountAgainstTheLimit() {
    noteLimits();
    recovery.recover();
    bench.claim(99);
    recovery.recover();
    bench.claim(1);
    recovery.recover();

    assertThat(limits).containsExactly(100, 1);
  }

  @Test
  void runsInSlotsDoNot() {
    noteLimits();
    for (Run run : bench.claim(3)) {
      bench.runs.leave(run);
      bench.runs.add(new Run(run.attempt(), true, bench.runtime.nanoTime()));
    }

    recovery.recover();

    assertThat(limits).containsExactly(100);
  }
}
