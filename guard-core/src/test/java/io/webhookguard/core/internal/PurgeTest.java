package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.store.Purged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PurgeTest {

  private static final String LOCK = "guard.purge";

  private final Bench bench = new Bench();
  private final Purge purge = new Purge(bench.node);

  private List<String> purged() {
    bench.asked.clear();
    purge.tick();
    bench.time.settleDown();
    return bench.asked.stream().map(Bench.Asked::call).toList();
  }

  private Optional<Lease> taken() {
    return bench.memory.lock().tryAcquire(LOCK, "somebody else", bench.settings.lease());
  }

  /** Three batches, each of which takes its time, and then nothing more. */
  private void batchesOf(Duration each) {
    int[] batch = new int[1];
    bench.answer(
        call -> {
          if (!call.name().equals("purge")) {
            return call.passOn();
          }
          bench.time.advance(each);
          return batch[0]++ < 3 ? new Purged(500, 0) : new Purged(0, 0);
        });
  }

  @Test
  void itPurgesUnderALockUntilNothingIsLeft() {
    batchesOf(Duration.ZERO);

    assertThat(purged())
        .containsExactly("tryAcquire", "purge", "purge", "purge", "purge", "release");
    assertThat(taken()).isPresent();
  }

  @Test
  void aLongPurgeKeepsItsLock() {
    batchesOf(bench.settings.lease().dividedBy(2));

    assertThat(purged()).filteredOn("purge"::equals).hasSize(4);
    assertThat(bench.asked).anyMatch(asked -> asked.call().equals("renew"));
  }

  @Test
  void oneNodeAtATime() {
    taken();

    assertThat(purged()).containsExactly("tryAcquire");
  }

  @Test
  void whoLosesTheLockMakesNoFurtherBatch() {
    bench.answer(
        call -> {
          if (call.name().equals("purge")) {
            bench.time.advance(bench.settings.lease().multipliedBy(2));
            return new Purged(500, 0);
          }
          if (call.name().equals("renew")) {
            throw new StoreUnavailableException("away");
          }
          return call.passOn();
        });

    assertThat(purged()).filteredOn("purge"::equals).hasSize(1);
  }

  @Test
  void aPurgeThatFailsLeavesTheLockFree() {
    bench.answer(
        call -> {
          if (call.name().equals("purge")) {
            throw new StoreUnavailableException("away");
          }
          return call.passOn();
        });

    assertThat(purged()).containsExactly("tryAcquire", "purge", "release");
    assertThat(taken()).isPresent();
  }

  @Test
  void nothingIsPurgedWithoutAnAnswerAboutTheLock() {
    bench.answer(
        call -> {
          throw new OutcomeUnknownException("no reply");
        });

    assertThat(purged()).doesNotContain("purge");
  }

  @Test
  void aStopEndsItBehindTheBatchThatIsUnderWay() {
    bench.answer(
        call -> {
          if (call.name().equals("purge")) {
            purge.stop();
            return new Purged(500, 0);
          }
          return call.passOn();
        });

    assertThat(purged()).containsExactly("tryAcquire", "purge", "release");
  }
}
