package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayeredLockTest {

  private static final Duration LEASE = LayeredBench.LEASE;
  private static final String NAME = "nightly-report";

  private final LayeredBench bench = new LayeredBench();
  private final LayeredLock lock = bench.lock;

  private Optional<Lease> acquire(String holder) {
    return lock.tryAcquire(NAME, holder, LEASE);
  }

  private Duration elapsedSince(Instant start) {
    return Duration.between(start, bench.now());
  }

  private static InterposedStore.Between fails(Throwable how) {
    return call -> {
      throw how;
    };
  }

  @Test
  void onlyTheAuthoritysLeaseAndTokenAreReturned() {
    Lease lease = acquire("node-a").orElseThrow();

    assertThat(bench.authority.right().tryAcquire(NAME, "node-a", LEASE)).contains(lease);
    assertThat(bench.fast.isFree(NAME)).as("the fast lock keeps others waiting").isFalse();
    assertThat(bench.fast.asked).containsExactly("tryAcquire");
  }

  @Test
  void aRefusalOfTheFastLockDelaysAndDecidesNothing() {
    bench.fast.right().tryAcquire(NAME, "whoever", LEASE);
    Instant start = bench.now();

    assertThat(acquire("node-a")).isPresent();
    assertThat(elapsedSince(start)).isEqualTo(LayeredLock.AFTER_REFUSAL);
  }

  @Test
  void aGrantOfTheFastLockDecidesNothingAndIsGivenBack() {
    bench.authority.right().tryAcquire(NAME, "whoever", LEASE);

    assertThat(acquire("node-a")).isEmpty();
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void whatTheFastLockThrowsIsNoAnswer() {
    for (Throwable how :
        new Throwable[] {
          new StoreUnavailableException("away"),
          new OutcomeUnknownException("no reply"),
          new IllegalStateException("a bug")
        }) {
      bench.fast.next(fails(how));
      Lease lease = acquire("node-a").orElseThrow();
      lock.release(lease);
      bench.fast.flush();
    }
  }

  @Test
  void anInventedLeaseOfTheFastLockGoesNowhere() {
    Lease invented = new Lease("x", "y", new FencingToken(Long.MAX_VALUE), Instant.MAX);
    bench.authority.right().tryAcquire(NAME, "whoever", LEASE);
    bench.fast.next(call -> Optional.of(invented));

    assertThat(acquire("node-a")).isEmpty();
  }

  @Test
  void aFastLockThatHangsIsWaitedForAWhileAndWhatItGrantsLateIsGivenBack() {
    bench.hangs = true;
    Instant start = bench.now();

    assertThat(acquire("node-a")).isPresent();
    assertThat(elapsedSince(start)).isEqualTo(LayeredLock.ANSWER_WITHIN);

    bench.goOn();
    assertThat(bench.fast.asked).containsExactly("tryAcquire", "release");
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aFastLockThatGoesOnHangingIsNotAskedAnyMore() {
    bench.hangs = true;
    for (int i = 0; i < 4; i++) {
      lock.tryAcquire("name-" + i, "node-a", LEASE);
    }
    Instant start = bench.now();
    Lease lease = acquire("node-a").orElseThrow();

    assertThat(elapsedSince(start)).isZero();
    assertThat(bench.hanging).hasSize(4);
    bench.goOn();
    lock.release(lease);
    assertThat(acquire("node-a")).isPresent();
    assertThat(bench.fast.isFree(NAME)).as("it is asked again").isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anAuthorityThatFailsIsNeverReplaced(int which) {
    Exception how =
        which == 0 ? new StoreUnavailableException("away") : new OutcomeUnknownException("?");
    bench.authority.next(fails(how));

    assertThatThrownBy(() -> acquire("node-a")).isSameAs(how);
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void whoAsksForALostReplyGetsTheSameLeaseAndTheFastOneIsNotPushedOut() {
    bench.authority.next(
        call -> {
          call.passOn();
          throw new OutcomeUnknownException("no reply");
        });
    assertThatThrownBy(() -> acquire("node-a")).isInstanceOf(OutcomeUnknownException.class);
    bench.advance(LEASE.dividedBy(2));
    bench.fast.flush();

    Lease lease = acquire("node-a").orElseThrow();

    assertThat(lease.endsAt()).isEqualTo(bench.now().plus(LEASE.dividedBy(2)));
    assertThat(bench.fast.isFree(NAME)).as("it would outlast the authority's").isTrue();
  }

  @Test
  void theFastLeaseIsRenewedAndEndsFirst() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.advance(LEASE.dividedBy(2));
    Lock.Renewal renewal = lock.renew(lease, LEASE);

    assertThat(renewal).isInstanceOf(Lock.Renewal.Renewed.class);
    bench.advance(LEASE.minus(LayeredLock.ANSWER_WITHIN).minusNanos(1));
    assertThat(bench.fast.isFree(NAME)).isFalse();
    bench.advance(Duration.ofNanos(1));
    assertThat(bench.fast.isFree(NAME)).isTrue();
    assertThat(bench.authority.isFree(NAME)).isFalse();
  }

  @Test
  void aShorterLeaseShortensTheFastOne() {
    Lease lease = acquire("node-a").orElseThrow();
    lock.renew(lease, Duration.ofSeconds(1));
    bench.advance(Duration.ofSeconds(1));

    assertThat(bench.authority.isFree(NAME)).isTrue();
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aFastRenewalThatTookLongIsGivenBack() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.fast.next(
        call -> {
          bench.advance(LayeredLock.ANSWER_WITHIN.plusNanos(1));
          return call.passOn();
        });
    lock.renew(lease, LEASE);

    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aFastRenewalThatComesLateIsMeasuredByWhatIsLeft() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.hangs = true;
    lock.renew(lease, LEASE);
    bench.advance(LEASE.minusSeconds(1));
    bench.goOn();

    bench.advance(Duration.ofSeconds(1).minus(LayeredLock.ANSWER_WITHIN));
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aLeaseThatIsShortenedWhileTheFastOneIsRenewedIsNotOutlasted() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.fast.next(
        call -> {
          lock.renew(lease, Duration.ofSeconds(1));
          return call.passOn();
        });
    lock.renew(lease, LEASE);
    bench.advance(Duration.ofSeconds(1));

    assertThat(bench.authority.isFree(NAME)).isTrue();
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aLeaseThatIsProlongedWhileTheFastOneIsRenewedKeepsIt() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.fast.next(
        call -> {
          lock.renew(lease, LEASE.multipliedBy(2));
          return call.passOn();
        });
    lock.renew(lease, LEASE);

    assertThat(bench.fast.isFree(NAME)).isFalse();
  }

  @Test
  void aRenewalThatMayHaveShortenedTheLeaseLetsTheFastOneGo() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.authority.next(
        call -> {
          call.passOn();
          throw new OutcomeUnknownException("no reply");
        });

    assertThatThrownBy(() -> lock.renew(lease, Duration.ofSeconds(1)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aFailureOfTheFastLockDoesNotDisturbARenewalOrARelease() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.fast.next(fails(new StoreUnavailableException("away")));
    assertThat(lock.renew(lease, LEASE)).isInstanceOf(Lock.Renewal.Renewed.class);
    bench.fast.next(fails(new IllegalStateException("a bug")));
    assertThat(lock.release(lease)).isEqualTo(Lock.Release.RELEASED);
    assertThat(bench.authority.isFree(NAME)).isTrue();
  }

  @Test
  void whoWasTakenOverLetsTheFastOneGo() {
    Lease lease = acquire("node-a").orElseThrow();
    bench.authority.next(call -> new Lock.Renewal.Superseded());

    assertThat(lock.renew(lease, LEASE)).isInstanceOf(Lock.Renewal.Superseded.class);
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void aReleaseFreesBothAlsoWhenTheAuthorityFails() {
    Lease lease = acquire("node-a").orElseThrow();
    assertThat(lock.release(lease)).isEqualTo(Lock.Release.RELEASED);
    assertThat(bench.fast.isFree(NAME)).isTrue();
    assertThat(bench.authority.isFree(NAME)).isTrue();

    Lease next = acquire("node-b").orElseThrow();
    assertThat(next.token()).isGreaterThan(lease.token());
    bench.authority.next(fails(new OutcomeUnknownException("?")));
    assertThatThrownBy(() -> lock.release(next)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(bench.fast.isFree(NAME)).isTrue();
  }

  @Test
  void theDelaysAreSmallBesideTheLease() {
    bench.hangs = true;
    Instant start = bench.now();
    Duration shortLease = Duration.ofMillis(100);
    assertThat(lock.tryAcquire(NAME, "node-a", shortLease)).isPresent();
    assertThat(elapsedSince(start)).isEqualTo(shortLease.dividedBy(4));
  }

  @Test
  void anInterruptedCallerAsksTheAuthorityAndStaysInterrupted() {
    bench.hangs = true;
    LayeredLock waiting =
        new LayeredLock(
            bench.fast.lock, bench.authority.lock, bench.runtime((delay, task) -> () -> {}));
    Thread.currentThread().interrupt();

    assertThat(waiting.tryAcquire(NAME, "node-a", LEASE)).isPresent();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoIsAnsweredInTimeLeavesNoTimerBehind() {
    AtomicInteger cancelled = new AtomicInteger();
    bench.hangs = true;
    LayeredLock waiting =
        new LayeredLock(
            bench.fast.lock,
            bench.authority.lock,
            bench.runtime(
                (delay, task) -> {
                  bench.goOn();
                  return cancelled::incrementAndGet;
                }));

    assertThat(waiting.tryAcquire(NAME, "node-a", LEASE)).isPresent();
    assertThat(bench.fast.isFree(NAME)).as("its grant is kept").isFalse();
    assertThat(cancelled).hasValue(1);
  }

  @Test
  void withoutATimerNobodyWaits() {
    LayeredLock closed =
        new LayeredLock(
            bench.fast.lock,
            bench.authority.lock,
            bench.runtime(
                (delay, task) -> {
                  throw new RejectedExecutionException("closed");
                }));
    bench.fast.right().tryAcquire(NAME, "whoever", LEASE);

    assertThat(closed.tryAcquire(NAME, "node-a", LEASE)).isPresent();
  }

  @Test
  void theFastLockNeedsTime() {
    assertThatThrownBy(
            () ->
                new LayeredLock(
                    bench.fast.lock,
                    bench.authority.lock,
                    bench.runtime,
                    Duration.ZERO,
                    Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
