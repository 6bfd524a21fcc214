package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.core.internal.Platform.Passenger;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a call waits a moment for those who are about to come. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class CrowdTest {

  private static final int CROWD = 3 * Crowd.FEW;

  /** What a call of the crowd takes. */
  private static final Duration CALL = Duration.ofMillis(2);

  private final Platform platform = new Platform();

  /** One call with one, and one with all others, and nobody is there any more. */
  private void crowdHasBeenThere() {
    platform.duringTheNextCall(
        () -> {
          platform.submitMany("early", CROWD - 1);
          platform.time.freeze(CALL);
        });
    platform.submit("first");
    platform.duringTheNextCall(() -> platform.time.freeze(CALL));
    platform.time.settleDown();
    assertThat(platform.sizes()).containsExactly(1, CROWD - 1);
  }

  @Test
  void theFirstOfACrowdWaitsForOthersAndNoLongerThanAPartOfTheLastCall() {
    crowdHasBeenThere();

    Passenger back = platform.submit("back");
    platform.time.settleDown();
    assertThat(back.heard).as("not alone, and not at once").isEmpty();

    platform.time.advance(CALL.dividedBy(4));
    assertThat(back.heard).containsExactly("back!");
  }

  @Test
  void aLongCallMakesNobodyWaitLong() {
    platform.duringTheNextCall(
        () -> {
          platform.submitMany("early", CROWD);
          platform.time.freeze(Duration.ofSeconds(4));
        });
    platform.submit("first");
    platform.time.settleDown();

    Passenger back = platform.submit("back");
    platform.time.advance(Duration.ofMillis(1));
    assertThat(back.heard).containsExactly("back!");
  }

  @Test
  void halfOfThemAreEnough() {
    crowdHasBeenThere();

    List<Passenger> back = platform.submitMany("back", CROWD / 2);
    platform.time.settleDown();

    assertThat(back).allMatch(passenger -> passenger.heard.size() == 1);
    assertThat(platform.sizes()).endsWith(CROWD / 2);
  }

  @Test
  void theyWaitForTheCallThatIsUnderWay() {
    crowdHasBeenThere();
    platform.duringTheNextCall(
        () -> {
          platform.submit("while");
          platform.time.advance(Duration.ofMillis(10));
          assertThat(platform.calls).last().isEqualTo(List.of("back"));
        });
    platform.submit("back");
    platform.time.advance(Duration.ofMillis(20));

    assertThat(platform.calls).last().isEqualTo(List.of("while"));
  }

  @Test
  void aCallThatHangsKeepsThemForTwoTicksAtMost() {
    crowdHasBeenThere();
    List<Passenger> behind = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          behind.add(platform.submit("behind"));
          for (int tick = 0; tick < 2; tick++) {
            platform.time.advance(Duration.ofSeconds(1));
            platform.group.tick();
            platform.time.settleDown();
          }
          assertThat(behind.get(0).heard).containsExactly("behind!");
        });
    platform.submit("hangs");
    platform.time.advance(Duration.ofMillis(1));

    assertThat(behind).hasSize(1);
  }

  @Test
  void whereNoTimerCanBeSetTheCallGoesAtOnce() {
    GuardRuntime host = platform.runtime;
    GuardRuntime noTimers =
        GuardRuntime.of(
            host.handlers(),
            host.background(),
            (delay, task) -> {
              throw new RejectedExecutionException("closing");
            },
            host.clock(),
            host::nanoTime,
            host.random());
    GroupCommit<String, String> group = platform.over(noTimers);
    List<Passenger> passengers = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          for (int i = 0; i < CROWD; i++) {
            passengers.add(new Passenger());
            group.submit(platform.ticket(passengers.get(i), "early" + i));
          }
        });
    group.submit(platform.ticket(new Passenger(), "first"));
    platform.time.settleDown();

    Passenger back = new Passenger();
    group.submit(platform.ticket(back, "back"));
    platform.time.settleDown();

    assertThat(back.heard).containsExactly("back!");
  }

  @Test
  void aCrowdIsForgottenAndThenALoneCallerWaitsForNobody() {
    crowdHasBeenThere();
    int before = platform.calls.size();
    int waits = 0;
    for (int i = 0; i < CROWD; i++) {
      Passenger alone = platform.submit("alone" + i);
      waits += alone.heard.isEmpty() ? 1 : 0;
      platform.time.advance(Duration.ofMillis(1));
      assertThat(alone.heard).hasSize(1);
    }

    assertThat(waits).isBetween(1, CROWD / 2);
    assertThat(platform.submit("at last").heard).containsExactly("at last!");
    assertThat(platform.calls).hasSize(before + CROWD + 1);
  }
}
