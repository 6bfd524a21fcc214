package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LockTemplateTest {

  private static final Duration LEASE = LockBench.LEASE;
  private static final String NAME = LockBench.NAME;

  private static final InterposedStore.Between AWAY =
      call -> {
        throw new StoreUnavailableException("away");
      };
  private static final InterposedStore.Between LOST_REQUEST =
      call -> {
        throw new OutcomeUnknownException("no reply");
      };
  private static final InterposedStore.Between LOST_REPLY =
      call -> {
        call.passOn();
        throw new OutcomeUnknownException("no reply");
      };

  private final LockBench bench = new LockBench();

  private LockRun<String> run(LockedBody<String, RuntimeException> body) {
    return bench.locks.run(NAME, LEASE, body);
  }

  @Test
  void theBodyRunsUnderTheLockWhichIsFreeAfterwards() {
    FencingToken[] seen = new FencingToken[1];
    LockRun<String> run =
        run(
            held -> {
              assertThat(bench.isFree()).isFalse();
              assertThat(held.isHeld()).isTrue();
              assertThat(held.name()).isEqualTo(NAME);
              assertThat(held.remaining()).isEqualTo(LEASE);
              seen[0] = held.token();
              return "done";
            });

    assertThat(run).isEqualTo(new LockRun.Ran<>("done", seen[0]));
    assertThat(bench.isFree()).isTrue();
    assertThat(bench.process.timersWaiting()).isZero();
  }

  @Test
  void whatSomebodyElseHoldsIsNotAcquiredAndTheBodyDoesNotRun() {
    bench.memory.lock().tryAcquire(NAME, "somebody else", LEASE);

    LockRun<String> run =
        run(
            held -> {
              throw new AssertionError("it ran");
            });

    assertThat(run).isEqualTo(new LockRun.NotAcquired<>());
    assertThat(bench.process.timersWaiting()).isZero();
  }

  @Test
  void whatTheBodyThrowsIsThrownAndTheLockIsFree() {
    assertThatThrownBy(
            () ->
                bench.locks.run(
                    NAME,
                    LEASE,
                    held -> {
                      throw new IOException("the report cannot be written");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(bench.isFree()).isTrue();
    assertThat(bench.process.timersWaiting()).isZero();
  }

  @Test
  void eachHolderHasAGreaterToken() {
    LockRun<FencingToken> first = bench.locks.run(NAME, LEASE, HeldLock::token);
    LockRun<FencingToken> second = bench.locks.run(NAME, LEASE, HeldLock::token);

    assertThat(token(second)).isGreaterThan(token(first));
  }

  private static FencingToken token(LockRun<FencingToken> run) {
    return run.match(
        LockRun.Ran::result,
        LockRun.LeaseLost::result,
        busy -> {
          throw new AssertionError("it was not acquired");
        });
  }

  @Test
  void aReleaseThatFailsDoesNotHideTheResult() {
    LockRun<String> run =
        run(
            held -> {
              bench.answer(AWAY);
              return "done";
            });

    assertThat(run).isInstanceOf(LockRun.Ran.class);
  }

  @Test
  void whoWasTakenOverWithoutKnowingItLearnsItAtTheEnd() {
    LockRun<String> run =
        run(
            held -> {
              bench.answer(call -> Lock.Release.SUPERSEDED);
              return "done";
            });

    assertThat(run).isInstanceOf(LockRun.LeaseLost.class);
  }

  @Test
  void aBodyThatLetsTheLockGoHasNotRunUnderItToItsEnd() {
    assertThat(
            run(
                held -> {
                  held.close();
                  return "done";
                }))
        .isInstanceOf(LockRun.LeaseLost.class);
  }

  @Test
  void eachRunIsMatchedByItsOwnCase() {
    FencingToken token = new FencingToken(7);
    assertThat(caseOf(new LockRun.Ran<>("done", token))).isEqualTo("ran done under 7");
    assertThat(caseOf(new LockRun.LeaseLost<>("done", token))).isEqualTo("lost done under 7");
    assertThat(caseOf(new LockRun.NotAcquired<>())).isEqualTo("busy");
  }

  private static String caseOf(LockRun<String> run) {
    return run.match(
        ran -> "ran " + ran.result() + " under " + ran.token(),
        lost -> "lost " + lost.result() + " under " + lost.token(),
        busy -> "busy");
  }

  @Test
  void aLostReplyIsAskedForAndTheLeaseCountsFromTheFirstCall() {
    bench.answerNext(
        call -> {
          call.passOn();
          bench.time.advance(Duration.ofSeconds(20));
          throw new OutcomeUnknownException("no reply");
        });

    try (HeldLock held = bench.acquire()) {
      assertThat(held.remaining()).isEqualTo(Duration.ofSeconds(10));
      assertThat(bench.calls("tryAcquire")).isEqualTo(2);
    }
  }

  @Test
  void anOutcomeThatStaysUnknownIsThrownAndNothingRuns() {
    bench.answer(LOST_REPLY);

    assertThatThrownBy(() -> run(held -> "ran")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(bench.asked).containsExactly("tryAcquire", "tryAcquire", "tryAcquire");
    assertThat(bench.process.timersWaiting()).isZero();
    bench.time.advance(LEASE);
    assertThat(bench.isFree()).isTrue();
  }

  @Test
  void nobodyAsksOnOnceTheLeaseMustBeOver() {
    bench.answer(
        call -> {
          bench.time.advance(LEASE);
          throw new OutcomeUnknownException("no reply");
        });

    assertThatThrownBy(bench::acquire).isInstanceOf(OutcomeUnknownException.class);
    assertThat(bench.calls("tryAcquire")).isEqualTo(1);
  }

  @Test
  void aStoreThatIsAwayIsNoLock() {
    bench.answer(AWAY);

    assertThatThrownBy(() -> run(held -> "ran")).isInstanceOf(StoreUnavailableException.class);
    assertThat(bench.calls("tryAcquire")).isEqualTo(1);
  }

  @Test
  void aStoreThatGoesAwayAfterALostReplyLeavesTheOutcomeUnknown() {
    bench.answerNext(LOST_REQUEST, AWAY);

    assertThatThrownBy(() -> run(held -> "ran")).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aGrantThatComesAfterItsLeaseIsNoLockAndIsLetGo() {
    bench.answerNext(
        call -> {
          Object granted = call.passOn();
          bench.time.advance(LEASE);
          return granted;
        });

    assertThatThrownBy(() -> run(held -> "ran"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("later than its lease");
    assertThat(bench.asked).containsExactly("tryAcquire", "release");
  }

  @Test
  void aGrantOfSomethingElseIsNoLock() {
    Lease other =
        new Lease(
            "another name", "holder", new FencingToken(1), Instant.parse("2026-01-01T00:00:00Z"));
    bench.answerNext(call -> Optional.of(other));
    assertThatThrownBy(bench::acquire).isInstanceOf(CorruptStateException.class);

    Lease stranger = new Lease(NAME, "a stranger", other.token(), other.endsAt());
    bench.answerNext(call -> Optional.of(stranger));
    assertThatThrownBy(bench::acquire).isInstanceOf(CorruptStateException.class);
  }

  @Test
  void aLockThatThrowsAnythingElseIsNoLock() {
    bench.answer(
        call -> {
          throw new IllegalStateException("a bug");
        });

    assertThatThrownBy(() -> run(held -> "ran")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLeaseHasItsLimits() {
    assertThatThrownBy(() -> bench.locks.tryAcquire(NAME, Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bench.locks.tryAcquire(NAME, Duration.ofHours(25)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.asked).isEmpty();
  }
}
