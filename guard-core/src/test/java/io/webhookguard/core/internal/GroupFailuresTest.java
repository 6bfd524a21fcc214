package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.core.internal.Platform.Passenger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that fail: who hears what, and what is sent then. */
final class GroupFailuresTest {

  private final Platform platform = new Platform();
  private final List<Passenger> late = new ArrayList<>();

  /** So many callers share one call, which is answered as the store then does. */
  private void share(int callers, GroupCommit.Store<String, String> store) {
    share(platform, callers, store);
  }

  private void share(Platform shared, int callers, GroupCommit.Store<String, String> store) {
    shared.duringTheNextCall(() -> late.addAll(shared.submitMany("w", callers)));
    shared.submit("first");
    shared.calls.clear();
    shared.store(store);
    shared.time.settleDown();
  }

  private List<String> heard() {
    return late.stream().map(passenger -> String.join(", ", passenger.heard)).toList();
  }

  private static OutcomeUnknownException lost() {
    return new OutcomeUnknownException("lost");
  }

  private static List<String> refusing(String bad, List<String> items) {
    if (items.contains(bad)) {
      throw new IllegalArgumentException("not " + bad);
    }
    return Platform.echo(items);
  }

  @Test
  void whatTheStoreCannotTakeFailsAlone() {
    share(8, items -> refusing("w6", items));

    assertThat(heard())
        .containsExactly("w1!", "w2!", "w3!", "w4!", "w5!", "failed: not w6", "w7!", "w8!");
    assertThat(platform.calls)
        .containsExactly(
            List.of("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"),
            List.of("w1", "w2", "w3", "w4"),
            List.of("w5", "w6", "w7", "w8"),
            List.of("w5", "w6"),
            List.of("w5"),
            List.of("w6"),
            List.of("w7", "w8"));
  }

  @Test
  void anAbsentStoreIsToldToAllAndNothingIsDivided() {
    share(
        3,
        items -> {
          throw new StoreUnavailableException("away");
        });

    assertThat(heard()).containsOnly("failed: away").hasSize(3);
    assertThat(platform.calls).hasSize(1);
  }

  @Test
  void aLostReplyIsAskedForWithTheSameItemsWhileOthersGoOn() {
    share(
        3,
        items -> {
          throw lost();
        });
    platform.store(Platform::echo);
    assertThat(heard()).containsOnly("");

    Passenger other = platform.submit("other");
    platform.time.advance(Duration.ofMillis(49));
    assertThat(other.heard).containsExactly("other!");
    assertThat(heard()).containsOnly("");
    platform.time.advance(Duration.ofMillis(1));

    assertThat(heard()).containsExactly("w1!", "w2!", "w3!");
    assertThat(platform.calls)
        .containsExactly(List.of("w1", "w2", "w3"), List.of("other"), List.of("w1", "w2", "w3"));
  }

  @Test
  void nothingIsDividedBeforeItWasAskedFor() {
    share(
        2,
        items -> {
          if (platform.calls.size() == 1) {
            throw lost();
          }
          return refusing("w1", items);
        });
    platform.time.advance(Duration.ofSeconds(1));

    assertThat(platform.calls)
        .containsExactly(List.of("w1", "w2"), List.of("w1", "w2"), List.of("w1"), List.of("w2"));
    assertThat(heard()).containsExactly("doubt: not w1", "w2!");
  }

  @Test
  void aPartOfWhatIsInDoubtIsInDoubtToo() {
    share(
        2,
        items -> {
          if (platform.calls.size() == 1) {
            throw lost();
          }
          if (platform.calls.size() == 2) {
            throw new IllegalArgumentException("not together");
          }
          throw new StoreUnavailableException("away");
        });
    platform.time.advance(Duration.ofSeconds(10));

    assertThat(heard()).containsOnly("doubt: away");
  }

  @Test
  void whatIsInDoubtStaysSoWhileTheStoreIsAway() {
    share(
        2,
        items -> {
          if (platform.calls.size() == 1) {
            throw lost();
          }
          throw new StoreUnavailableException("away");
        });
    platform.time.advance(Duration.ofSeconds(10));

    assertThat(heard()).containsOnly("doubt: away");
    assertThat(platform.group.idle()).isTrue();
  }

  @Test
  void itIsAskedLessAndLessOftenAndNotForLong() {
    List<Long> asked = new ArrayList<>();
    share(
        2,
        items -> {
          asked.add(platform.time.age().toMillis());
          throw lost();
        });
    platform.time.advance(Duration.ofSeconds(10));

    assertThat(asked).containsExactly(0L, 50L, 150L, 350L, 750L, 1_550L);
    assertThat(heard()).containsOnly("doubt: lost");
  }

  @Test
  void aLostReplyToOneHalfLeavesTheOtherAlone() {
    share(
        2,
        items -> {
          if (items.size() == 2) {
            throw new IllegalArgumentException("not together");
          }
          if (platform.calls.size() == 2) {
            throw lost();
          }
          return Platform.echo(items);
        });
    assertThat(heard()).containsExactly("", "w2!");

    platform.time.advance(Duration.ofSeconds(1));
    assertThat(heard()).containsExactly("w1!", "w2!");
  }

  @Test
  void whereItIsNotAskedForHereTheCallersHearOfTheLossAtOnce() {
    Platform other = new Platform(Platform.WIDE, false);
    share(
        other,
        2,
        items -> {
          throw lost();
        });

    assertThat(heard()).containsOnly("doubt: lost");
    other.time.advance(Duration.ofSeconds(10));
    assertThat(other.calls).hasSize(1);
  }

  @Test
  void aWrongNumberOfAnswersSaysNothing() {
    share(2, items -> List.of("one"));
    platform.time.advance(Duration.ofSeconds(10));

    assertThat(heard()).containsOnly("doubt: the store gave 1 answers to 2");
  }

  @Test
  void anErrorInALoneCallersThreadIsItsOwnAndWhoeverWaitsGoesOn() {
    Passenger first = new Passenger();
    platform.store(
        items -> {
          platform.store(Platform::echo);
          late.addAll(platform.submitMany("w", 2));
          throw new OutOfMemoryError("none left");
        });

    assertThatThrownBy(() -> platform.group.submit(platform.ticket(first, "first")))
        .isInstanceOf(OutOfMemoryError.class);
    platform.time.settleDown();

    assertThat(first.heard).containsExactly("doubt: none left");
    assertThat(heard()).containsExactly("w1!", "w2!");
  }

  @Test
  void anErrorOnASharedCallIsToldToAllAndWhoeverWaitsGoesOn() {
    List<Passenger> waiting = new ArrayList<>();
    platform.duringTheNextCall(() -> late.addAll(platform.submitMany("w", 2)));
    platform.submit("first");
    platform.store(
        items -> {
          platform.store(Platform::echo);
          waiting.add(platform.submit("waiting"));
          throw new OutOfMemoryError("none left");
        });

    assertThatThrownBy(platform.time::settleDown).isInstanceOf(OutOfMemoryError.class);
    platform.time.settleDown();

    assertThat(heard()).containsOnly("doubt: none left");
    assertThat(waiting.get(0).heard).containsExactly("waiting!");
  }

  @Test
  void aCallerThatCannotBearItsAnswerKeepsNobodyFromTheirs() {
    platform.duringTheNextCall(
        () -> {
          late.addAll(platform.submitMany("w", 4));
          late.get(0).whenTold =
              () -> {
                throw new IllegalStateException("cannot bear it");
              };
          late.get(1).whenTold =
              () -> {
                throw new StackOverflowError("nor that");
              };
        });
    platform.submit("first");

    assertThatThrownBy(platform.time::settleDown).isInstanceOf(StackOverflowError.class);

    assertThat(heard()).containsExactly("w1!", "w2!", "w3!", "w4!");
    assertThat(platform.group.idle()).isTrue();
  }
}
