package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Purged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Times that a column, a type or a calendar may bend: fractions of a second, hours that come twice
 * or never, years behind 2038.
 */
public interface TimeContract extends StoreUnderTest {

  /** No whole number of seconds, nor of minutes. */
  Duration SEVEN_SECONDS = Duration.ofSeconds(7);

  @Test
  @DisplayName("ES-10 a lease counts from any fraction of a second")
  default void es10LeaseCountsFromAnyFraction() {
    Scenario story = atTheEndOfASecond();
    Attempt attempt = story.started("evt-1");

    assertThat(attempt.startedAt()).as(story.story()).isCloseTo(story.now(), story.exactly());
    assertThat(attempt.claim().leaseEnd())
        .as(story.story("it ends when it ends"))
        .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly());
    story.advance(Scenario.LEASE.minus(story.precision().multipliedBy(2)));
    assertThat(story.recover(story.lapsed(10))).as(story.story("and not before")).isEmpty();
    story.advance(story.precision().multipliedBy(3));
    assertThat(story.recoverSome()).as(story.story("nor later")).hasSize(1);
  }

  @Test
  @DisplayName("ES-16 the key window begins at any fraction of a second")
  default void es16WindowBeginsAtAnyFraction() {
    Scenario story = atTheEndOfASecond();
    Attempt first = story.started("evt-1");
    story.settled(Ending.retry(first));
    story.advance(SEVEN_SECONDS);

    assertThat(story.run("evt-1").windowStart()).as(story.story()).isEqualTo(first.startedAt());
  }

  @Test
  @DisplayName("ES-23 a delay counts from any fraction of a second")
  default void es23DelayCountsFromAnyFraction() {
    Scenario story = atTheEndOfASecond();
    Attempt attempt = story.started("evt-1");
    EventRecord waiting = story.settled(Ending.retry(attempt, SEVEN_SECONDS));

    assertThat(((Status.Pending) waiting.status()).dueAt())
        .as(story.story())
        .isCloseTo(story.now().plus(SEVEN_SECONDS), story.exactly());
    story.advance(SEVEN_SECONDS.minus(story.precision().multipliedBy(2)));
    assertThat(story.claim(waiting.key())).as(story.story("it is not due before")).isEmpty();
    story.advance(story.precision().multipliedBy(3));
    assertThat(story.claim(waiting.key())).as(story.story("nor later")).hasSize(1);
  }

  @Test
  @DisplayName("ES-23 a delay of a fraction of a second is kept")
  default void es23DelayOfAFractionIsKept() {
    Scenario story = scenario();
    Duration delay = oddDuration(story);
    EventRecord waiting = story.settled(Ending.retry(story.started("evt-1"), delay));

    assertThat(((Status.Pending) waiting.status()).dueAt())
        .as(story.story())
        .isCloseTo(story.now().plus(delay), story.exactly());
    story.advance(delay.minus(story.precision()));
    assertThat(story.claim(waiting.key())).as(story.story("it is not due before")).isEmpty();
  }

  @Test
  @DisplayName("ES-30 a lease of a fraction of a second is kept")
  default void es30LeaseOfAFractionIsKept() {
    Scenario story = scenario();
    Duration lease = oddDuration(story);
    Attempt attempt = story.started("evt-1");
    story.renew(attempt.claim(), lease);

    EventRecord running = story.record(attempt.claim().key());
    assertThat(((Status.Processing) running.status()).leaseEnd())
        .as(story.story())
        .isCloseTo(story.now().plus(lease), story.exactly());
  }

  @Test
  @DisplayName("LK-1 a lock is held for its lease, from and to any fraction of a second")
  default void lk1LockIsHeldToAnyFraction() {
    Scenario story = atTheEndOfASecond();
    Lock lock = story.store().lock();
    Duration odd = oddDuration(story);

    assertThat(lock.tryAcquire("sweeper", "node-a", odd))
        .as(story.story())
        .hasValueSatisfying(
            lease -> assertThat(lease.endsAt()).isCloseTo(story.now().plus(odd), story.exactly()));
    story.advance(odd.minus(story.precision().multipliedBy(2)));
    assertThat(lock.tryAcquire("sweeper", "node-b", odd))
        .as(story.story("it is held to its end"))
        .isEmpty();
    story.advance(story.precision().multipliedBy(3));
    assertThat(lock.tryAcquire("sweeper", "node-b", odd))
        .as(story.story("and free behind it"))
        .isPresent();
  }

  @Test
  @DisplayName("LG-7 an entry has the time of its change, to any fraction of a second")
  default void lg7EntryHasTheTimeOfItsChange() {
    Scenario story = atTheEndOfASecond();
    EventRecord done = story.settled(Ending.complete(story.started("evt-1")));

    assertThat(((Status.Complete) done.status()).at())
        .as(story.story())
        .isCloseTo(story.now(), story.exactly());
    assertThat(story.newestEntry(done.key()).at())
        .as(story.story("and its entry says so"))
        .isCloseTo(story.now(), story.exactly());
  }

  @Test
  @DisplayName("ES-52 a purge counts the age from any fraction of a second")
  default void es52AgeCountsFromAnyFraction() {
    Scenario story = atTheEndOfASecond();
    story.settled(Ending.complete(story.started("evt-1")));

    story.advance(LedgerContract.SHORT.payload().minus(story.precision()));

    assertThat(story.purge(LedgerContract.SHORT))
        .as(story.story("it is not old enough yet"))
        .isEqualTo(new Purged(0, 0));
  }

  @Test
  @DisplayName("ES-33 hours that a calendar repeats or leaves out last as long as any other")
  @ResourceLock(Resources.TIME_ZONE)
  default void es33HoursOfTheCalendarAreHours() {
    Scenario story = scenario();
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      for (String change : List.of("2026-10-25T00:45:00Z", "2027-03-28T00:45:00Z")) {
        story.advance(Duration.between(story.now(), Instant.parse(change)));
        assertKeepsTimes(story, change);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  @DisplayName("ES-33 times behind the last second of 32 bits are times")
  default void es33TimesBehind2038AreTimes() {
    Scenario story = scenario();
    String later = "2040-02-28T23:45:00Z";
    story.advance(Duration.between(story.now(), Instant.parse(later)));

    assertKeepsTimes(story, later);
  }

  /** Runs events for eighty minutes, each of which waits for twenty. */
  private static void assertKeepsTimes(Scenario story, String name) {
    Duration delay = Duration.ofMinutes(20);
    for (int i = 0; i < 4; i++) {
      Attempt attempt = story.started(name + " " + i);
      assertThat(attempt.claim().leaseEnd())
          .as(story.story("a lease that begins at " + story.now()))
          .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly());
      EventRecord waiting = story.settled(Ending.retry(attempt, delay));
      assertThat(((Status.Pending) waiting.status()).dueAt())
          .as(story.story("a delay that begins at " + story.now()))
          .isCloseTo(story.now().plus(delay), story.exactly());
      story.advance(delay);
      assertThat(story.claim(waiting.key())).as(story.story("it is over")).hasSize(1);
    }
  }

  /** A story that begins one step of time before a second is full. */
  private Scenario atTheEndOfASecond() {
    Scenario story = scenario();
    Instant now = story.now();
    Instant second = Instant.ofEpochSecond(now.getEpochSecond() + 2);
    story.advance(Duration.between(now, second).minus(story.precision()));
    return story;
  }

  /** No whole number of seconds, if the store knows smaller ones. */
  private static Duration oddDuration(Scenario story) {
    Duration odd = Duration.ofMillis(1_500);
    return story.precision().compareTo(Duration.ofMillis(500)) > 0
        ? story.precision().multipliedBy(3)
        : odd;
  }
}
