package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.core.internal.Platform.Passenger;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A timer that breaks, as one does for which no thread can be made, costs nobody an answer. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class BrokenTimerTest {

  private static final int CROWD = 3 * Crowd.FEW;

  private final Platform platform = new Platform();
  private final GroupCommit<String, String> group = platform.over(withoutTimers());

  private GuardRuntime withoutTimers() {
    GuardRuntime host = platform.runtime;
    return GuardRuntime.of(
        host.handlers(),
        host.background(),
        (delay, task) -> {
          throw new InternalError("no thread could be made");
        },
        host.clock(),
        host::nanoTime,
        host.random());
  }

  private Passenger submit(String word) {
    Passenger passenger = new Passenger();
    group.submit(platform.ticket(passenger, word));
    return passenger;
  }

  @Test
  void whoComesBackFromACallIsAnsweredAllTheSame() {
    List<Passenger> passengers = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          for (int i = 0; i < CROWD; i++) {
            passengers.add(submit("early" + i));
          }
        });
    passengers.add(submit("first"));
    platform.duringTheNextCall(
        () -> {
          platform.time.freeze(Duration.ofMillis(2));
          passengers.add(submit("late"));
        });
    platform.time.settleDown();
    passengers.add(submit("back"));
    platform.time.settleDown();

    assertThat(passengers).allSatisfy(passenger -> assertThat(passenger.heard).hasSize(1));
    assertThat(group.idle()).isTrue();
  }

  @Test
  void aLostReplyThatCannotBeAskedForLaterIsInDoubtAtOnce() {
    platform.store(
        items -> {
          throw new OutcomeUnknownException("lost");
        });

    Passenger alone = submit("alone");

    assertThat(alone.heard).containsExactly("doubt: lost");
    assertThat(group.idle()).isTrue();
  }
}
