package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class HeldLockTest {

  private static final Duration LEASE = LockBench.LEASE;
  private static final Duration THIRD = LEASE.dividedBy(3);
  private static final InterposedStore.Between AWAY =
      call -> {
        throw new StoreUnavailableException("away");
      };

  private final LockBench bench = new LockBench();
  private final List<String> told = new ArrayList<>();

  private HeldLock acquire() {
    HeldLock held = bench.acquire();
    held.onLost(() -> told.add("lost at " + bench.time.age()));
    return held;
  }

  private void assertLost(HeldLock held, Duration at) {
    assertThat(held.isHeld()).isFalse();
    assertThat(held.remaining()).isZero();
    bench.time.settleDown();
    assertThat(told).containsExactly("lost at " + at);
    assertThat(bench.process.timersWaiting()).as("timers of what is lost").isZero();
  }

  @Test
  void itIsRenewedAtEachThirdForAsLongAsItIsNeeded() {
    HeldLock held = acquire();
    for (int i = 0; i < 30; i++) {
      bench.time.advance(THIRD);
      assertThat(held.isHeld()).isTrue();
      assertThat(held.remaining()).isEqualTo(LEASE);
      assertThat(bench.isFree()).isFalse();
    }
    assertThat(bench.calls("renew")).isEqualTo(30);

    held.close();
    held.close();
    bench.time.advance(LEASE);
    assertThat(bench.calls("renew")).isEqualTo(30);
    assertThat(bench.calls("release")).isEqualTo(1);
    assertThat(held.isHeld()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void aStoreThatComesBackInTimeLosesNothing() {
    HeldLock held = acquire();
    bench.answer(AWAY);
    bench.time.advance(LEASE.minusSeconds(3));
    assertThat(held.isHeld()).isTrue();
    bench.answerRightly();
    bench.time.advance(LEASE);

    assertThat(held.isHeld()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void aStoreThatStaysAwayLosesItAtTheEndOfTheLeaseAndTheHolderIsTold() {
    HeldLock held = acquire();
    bench.answer(AWAY);
    bench.time.advance(LEASE.minusNanos(1));
    assertThat(held.isHeld()).isTrue();
    assertThat(bench.isFree()).isFalse();

    bench.time.advance(Duration.ofNanos(1));

    assertLost(held, LEASE);
  }

  @Test
  void aRenewalCountsFromTheMomentBeforeItWasAsked() {
    HeldLock held = acquire();
    bench.answerNext(
        call -> {
          Object renewed = call.passOn();
          bench.time.advance(Duration.ofSeconds(7));
          return renewed;
        });
    bench.time.advance(THIRD);

    assertThat(held.remaining()).isEqualTo(LEASE.minusSeconds(7));
  }

  @Test
  void whoStoodStillPastItsLeaseKnowsItBeforeAnybodyTellsIt() {
    HeldLock held = acquire();
    bench.process.pause();
    bench.time.advance(LEASE);

    assertThat(bench.calls("renew")).isZero();
    assertThat(held.isHeld()).isFalse();
    bench.process.resume();
    assertLost(held, LEASE);
    assertThat(bench.calls("renew")).as("lost is lost").isZero();
  }

  @Test
  void whoStoodStillForLessGoesOn() {
    HeldLock held = acquire();
    bench.process.pause();
    bench.time.advance(LEASE.minusSeconds(1));
    bench.process.resume();
    bench.time.advance(LEASE);

    assertThat(held.isHeld()).isTrue();
    assertThat(bench.isFree()).isFalse();
  }

  @Test
  void whoWasTakenOverIsToldByTheNextRenewal() {
    HeldLock held = acquire();
    bench.answerNext(call -> new Lock.Renewal.Superseded());
    bench.time.advance(THIRD);

    assertLost(held, THIRD);
  }

  @Test
  void aRenewalOfSomethingElseIsALoss() {
    HeldLock held = acquire();
    bench.answerNext(
        call -> {
          Lease own = (Lease) call.subject();
          FencingToken other = new FencingToken(own.token().value() + 1);
          return new Lock.Renewal.Renewed(
              new Lease(own.name(), own.holder(), other, own.endsAt().plus(LEASE)));
        });
    bench.time.advance(THIRD);

    assertLost(held, THIRD);
  }

  @Test
  void lostRepliesAndBugsOfTheLockAreTriedAgain() {
    HeldLock held = acquire();
    bench.answerNext(
        call -> {
          call.passOn();
          throw new OutcomeUnknownException("no reply");
        },
        call -> {
          throw new IllegalStateException("a bug");
        });
    bench.time.advance(LEASE.multipliedBy(2));

    assertThat(held.isHeld()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void aRenewalThatHangsLosesItInTime() {
    List<Runnable> hanging = new ArrayList<>();
    LockTemplate locks = new LockTemplate(bench.lock, withBackground(hanging));
    HeldLock held = locks.tryAcquire(LockBench.NAME, LEASE).orElseThrow();
    held.onLost(() -> told.add("told"));
    bench.time.advance(LEASE);

    assertThat(held.isHeld()).isFalse();
    assertThat(hanging).as("the renewal and what tells of the loss").hasSize(2);
    hanging.forEach(Runnable::run);
    assertThat(told).containsExactly("told");
    assertThat(bench.calls("renew")).isZero();
  }

  private GuardRuntime withBackground(List<Runnable> taken) {
    GuardRuntime right = bench.process.runtime(new Random(1));
    return GuardRuntime.of(
        right.handlers(),
        taken::add,
        right.scheduler(),
        right.clock(),
        right::nanoTime,
        right.random());
  }

  @Test
  void aMomentWithoutThreadsLosesNothing() {
    HeldLock held = acquire();
    bench.process.refuseThreads(3);
    bench.time.advance(LEASE.multipliedBy(2));

    assertThat(held.isHeld()).isTrue();
  }

  @Test
  void withoutThreadsTheHolderIsToldWhereItIsNoticed() {
    acquire();
    bench.process.refuseThreads(1_000);
    bench.time.advance(LEASE);

    assertThat(told).containsExactly("lost at " + LEASE);
  }

  @Test
  void withoutTimersTheLockIsLostAtOnce() {
    GuardRuntime right = bench.runtime;
    GuardRuntime closed =
        GuardRuntime.of(
            right.handlers(),
            right.background(),
            (delay, task) -> {
              throw new RejectedExecutionException("closed");
            },
            right.clock(),
            right::nanoTime,
            right.random());

    HeldLock held =
        new LockTemplate(bench.lock, closed).tryAcquire(LockBench.NAME, LEASE).orElseThrow();

    assertThat(held.isHeld()).isFalse();
    held.close();
    assertThat(bench.isFree()).isTrue();
  }

  @Test
  void whoAsksToBeToldLateIsToldAtOnceAndWhoHasClosedIsNot() {
    HeldLock held = acquire();
    bench.answer(AWAY);
    bench.time.advance(LEASE);
    held.onLost(() -> told.add("late"));
    bench.time.settleDown();
    assertThat(told).containsExactly("lost at " + LEASE, "late");

    held.close();
    held.onLost(() -> told.add("too late"));
    bench.time.settleDown();
    assertThat(told).hasSize(2);
  }

  @Test
  void aRenewalThatIsUnderWayAtTheEndChangesNothing() {
    HeldLock held = acquire();
    bench.answerNext(
        call -> {
          held.close();
          return call.passOn();
        });
    bench.time.advance(THIRD);

    assertThat(held.isHeld()).isFalse();
    assertThat(bench.isFree()).isTrue();
    assertThat(bench.process.timersWaiting()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void manyLocksRenewOneAfterTheOther() {
    List<HeldLock> locks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      locks.add(bench.locks.tryAcquire("lock-" + i, LEASE).orElseThrow());
    }
    bench.time.advance(LEASE.multipliedBy(3));

    assertThat(locks).allMatch(HeldLock::isHeld);
  }
}
