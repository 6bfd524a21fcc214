package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Leases by name: rules LK. */
public interface LockContract extends StoreUnderTest {

  /** How long the leases of these stories last. */
  Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  @DisplayName("LK-1 a name is granted when it is free, and to nobody else while it is held")
  default void lk1NameIsGrantedWhenFree() {
    Scenario story = scenario();
    Lock lock = story.store().lock();

    Lease lease = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();

    assertThat(lease.name()).isEqualTo("sweeper");
    assertThat(lease.holder()).isEqualTo("node-a");
    assertThat(lease.endsAt()).isCloseTo(story.now().plus(TEN_SECONDS), story.exactly());
    assertThat(story.secondClient().lock().tryAcquire("sweeper", "node-b", TEN_SECONDS))
        .as("node-b asks for what node-a holds")
        .isEmpty();
    for (String other : List.of("Sweeper", "swéeper", "sweeper.", "sweeper 2")) {
      assertThat(lock.tryAcquire(other, "node-b", TEN_SECONDS))
          .as(other + " is another name")
          .isPresent();
    }
  }

  @Test
  @DisplayName("LK-1 a name is granted again at the moment its lease ends, not before")
  default void lk1NameIsGrantedWhenItsLeaseEnds() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    assertThat(lock.tryAcquire("sweeper", "node-a", TEN_SECONDS)).as("it is free").isPresent();

    story.advance(TEN_SECONDS.minus(story.precision()));
    assertThat(lock.tryAcquire("sweeper", "node-b", TEN_SECONDS)).as("too early").isEmpty();
    story.advance(story.precision());
    assertThat(lock.tryAcquire("sweeper", "node-b", TEN_SECONDS)).as("it ended").isPresent();
  }

  @Test
  @DisplayName("LK-2 each lease of a name has a greater token, after expiry and after release")
  default void lk2TokensGrow() {
    Scenario story = scenario();
    Lock lock = story.store().lock();

    Lease first = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(TEN_SECONDS);
    Lease second = lock.tryAcquire("sweeper", "node-b", TEN_SECONDS).orElseThrow();
    lock.release(second);
    Lease third = lock.tryAcquire("sweeper", "node-b", TEN_SECONDS).orElseThrow();
    story.advance(Duration.ofDays(1_000));
    Lease fourth = lock.tryAcquire("sweeper", "node-b", TEN_SECONDS).orElseThrow();

    assertThat(List.of(first.token(), second.token(), third.token(), fourth.token()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("LK-2 tokens grow across a restart")
  default void lk2TokensGrowAcrossARestart() {
    Scenario story = scenario(Capability.PERSISTENT);
    Lease first = story.store().lock().tryAcquire("a", "node-a", TEN_SECONDS).orElseThrow();
    story.store().lock().release(first);
    story.restart();

    Lease second = story.store().lock().tryAcquire("a", "node-a", TEN_SECONDS).orElseThrow();

    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  @DisplayName("LK-3 a superseded lease cannot release its successor's")
  default void lk3SupersededLeaseCannotReleaseItsSuccessors() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease first = lock.tryAcquire("order-1", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(TEN_SECONDS);
    Lease second = lock.tryAcquire("order-1", "node-b", TEN_SECONDS).orElseThrow();

    assertThat(lock.release(first)).isEqualTo(Lock.Release.SUPERSEDED);
    assertThat(lock.tryAcquire("order-1", "node-c", TEN_SECONDS))
        .as("node-b still holds it")
        .isEmpty();
    assertThat(lock.tryAcquire("order-1", "node-b", TEN_SECONDS)).contains(second);
  }

  @Test
  @DisplayName("LK-3 a superseded lease cannot be renewed, and a released one neither")
  default void lk3SupersededLeaseCannotBeRenewed() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease first = lock.tryAcquire("order-1", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(TEN_SECONDS);
    Lease second = lock.tryAcquire("order-1", "node-a", TEN_SECONDS).orElseThrow();

    assertThat(lock.renew(first, Duration.ofHours(1))).isEqualTo(new Lock.Renewal.Superseded());
    assertThat(lock.tryAcquire("order-1", "node-a", TEN_SECONDS))
        .as("the newer lease is as it was")
        .contains(second);
    lock.release(second);
    assertThat(lock.renew(second, TEN_SECONDS)).isEqualTo(new Lock.Renewal.Superseded());
    assertThat(lock.tryAcquire("order-1", "node-b", TEN_SECONDS)).as("it is free").isPresent();
  }

  @Test
  @DisplayName("LK-4 the same holder gets its current lease again, unchanged")
  default void lk4SameHolderGetsItsLeaseAgain() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease lease = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(Duration.ofSeconds(5));

    assertThat(lock.tryAcquire("sweeper", "node-a", Duration.ofHours(1)))
        .as("the lost reply is given again")
        .contains(lease);
    story.advance(Duration.ofSeconds(5));
    Lease next = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();
    assertThat(next.token()).as("a lease that ended is not current").isGreaterThan(lease.token());
  }

  @Test
  @DisplayName("LK-5 of concurrent calls for a free name exactly one is granted")
  default void lk5ExactlyOneOfConcurrentCallsIsGranted() {
    Scenario story = scenario();
    for (int round = 0; round < 50; round++) {
      String name = "sweeper-" + round % 10;
      List<Optional<Lease>> granted =
          Race.of(
              5,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                return client.lock().tryAcquire(name, "node-" + number, TEN_SECONDS);
              });

      assertThat(granted).as("round " + round).filteredOn(Optional::isPresent).hasSize(1);
      story.advance(TEN_SECONDS);
    }
  }

  @Test
  @DisplayName("LK-6 a renewal counts from now, also when the lease had ended and nobody took it")
  default void lk6RenewalCountsFromNow() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease lease = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(Duration.ofMinutes(1));

    Lock.Renewal renewal = lock.renew(lease, TEN_SECONDS);

    assertThat(renewal)
        .isInstanceOfSatisfying(
            Lock.Renewal.Renewed.class,
            renewed -> {
              assertThat(renewed.lease().token()).isEqualTo(lease.token());
              assertThat(renewed.lease().holder()).isEqualTo("node-a");
              assertThat(renewed.lease().endsAt())
                  .isCloseTo(story.now().plus(TEN_SECONDS), story.exactly());
            });
    assertThat(lock.tryAcquire("sweeper", "node-b", TEN_SECONDS)).as("it is held").isEmpty();
    lock.renew(lease, Duration.ofSeconds(1));
    story.advance(Duration.ofSeconds(1));
    assertThat(lock.tryAcquire("sweeper", "node-b", TEN_SECONDS)).as("it ended").isPresent();
  }

  @Test
  @DisplayName("LK-7 a lease that was released is RELEASED again, until a newer one was granted")
  default void lk7ReleasedLeaseIsReleasedAgain() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease first = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();

    assertThat(lock.release(first)).isEqualTo(Lock.Release.RELEASED);
    assertThat(lock.release(first)).as("sent again").isEqualTo(Lock.Release.RELEASED);
    Lease second = lock.tryAcquire("sweeper", "node-b", TEN_SECONDS).orElseThrow();
    assertThat(lock.release(first)).as("node-b has it").isEqualTo(Lock.Release.SUPERSEDED);
    assertThat(lock.release(second)).isEqualTo(Lock.Release.RELEASED);
    assertThat(lock.release(first)).as("node-b had it").isEqualTo(Lock.Release.SUPERSEDED);
  }

  @Test
  @DisplayName("LK-7 a lease that ended and that nobody took is released")
  default void lk7EndedLeaseIsReleased() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Lease lease = lock.tryAcquire("sweeper", "node-a", TEN_SECONDS).orElseThrow();
    story.advance(TEN_SECONDS.multipliedBy(2));

    assertThat(lock.release(lease)).as("it is the newest").isEqualTo(Lock.Release.RELEASED);
  }
}
