package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.core.internal.Platform.Passenger;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who travels with whom, and when. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GroupCommitTest {

  private static GroupCommit.Bounds flights(int items, long bytes) {
    return new GroupCommit.Bounds(1, items, bytes, 1_000, 100_000);
  }

  private static GroupCommit.Bounds held(int items, long bytes) {
    return new GroupCommit.Bounds(1, 256, 1_000, items, bytes);
  }

  private final Platform platform = new Platform();

  @Test
  void aLoneCallerSendsItsItemsAtOnceInOneCallWithoutTaskOrTimer() {
    Passenger alone = platform.submit("a", "b");

    assertThat(alone.heard).containsExactly("a! b!");
    assertThat(platform.calls).containsExactly(List.of("a", "b"));
    assertThat(platform.time.age()).isZero();
    platform.time.advance(Duration.ofMinutes(1));
    assertThat(platform.calls).hasSize(1);
    assertThat(platform.group.idle()).isTrue();
  }

  @Test
  void whoComesWhileACallIsUnderWayTravelsWithTheNextAndNotInTheFirstOnesThread() {
    List<Passenger> late = new ArrayList<>();
    platform.duringTheNextCall(() -> late.addAll(platform.submitMany("late", 3)));

    platform.submit("first");
    assertThat(platform.calls).containsExactly(List.of("first"));

    platform.time.settleDown();
    assertThat(platform.calls)
        .containsExactly(List.of("first"), List.of("late1", "late2", "late3"));
    assertThat(late)
        .extracting(passenger -> passenger.heard)
        .containsExactly(List.of("late1!"), List.of("late2!"), List.of("late3!"));
  }

  @Test
  void ticketsStayWholeAndEachHearsItsOwnAnswers() {
    List<Passenger> late = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          late.add(platform.submit("a", "b"));
          late.add(platform.submit("c"));
          late.add(platform.submit("d", "e", "f"));
        });
    platform.submit("first");
    platform.time.settleDown();

    assertThat(platform.calls.get(1)).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(late)
        .extracting(passenger -> passenger.heard)
        .containsExactly(List.of("a! b!"), List.of("c!"), List.of("d! e! f!"));
  }

  @Test
  void equalKeysNeverShareACallAndWhoStaysBehindIsNext() {
    platform.duringTheNextCall(
        () -> {
          platform.submit("k#1", "x");
          platform.submit("y", "k#2");
          platform.submit("z");
          platform.submit("k#3");
        });
    platform.submit("k#0");
    platform.time.settleDown();

    assertThat(platform.calls)
        .containsExactly(
            List.of("k#0"), List.of("k#1", "x", "z"), List.of("y", "k#2"), List.of("k#3"));
  }

  @Test
  void aCallHasSoManyItemsAtMost() {
    Platform narrow = new Platform(flights(4, 1_000));
    narrow.duringTheNextCall(
        () -> {
          narrow.submitMany("a", 3);
          narrow.submit("b", "c");
          narrow.submit("d", "e", "f", "g", "h");
          narrow.submit("i");
        });
    narrow.submit("first");
    narrow.time.settleDown();

    assertThat(narrow.sizes()).containsExactly(1, 3, 2, 5, 1);
  }

  @Test
  void aCallHasSoManyBytesAtMost() {
    Platform narrow = new Platform(flights(256, 10));
    narrow.duringTheNextCall(
        () -> {
          narrow.submit("4444");
          narrow.submit("55555");
          narrow.submit("22");
          narrow.submit("more than ten alone");
          narrow.submit("1");
        });
    narrow.submit("first");
    narrow.time.settleDown();

    assertThat(narrow.calls.subList(1, 5))
        .containsExactly(
            List.of("4444", "55555"), List.of("22"), List.of("more than ten alone"), List.of("1"));
  }

  @Test
  void anotherCallIsMadeAtOnceOnlyWhenManyWait() {
    platform.duringTheNextCall(
        () -> {
          platform.submitMany("a", Departures.ITEMS_PER_FLIGHT);
          platform.time.settleDown();
          assertThat(platform.sizes()).containsExactly(1);

          platform.submit("b");
          platform.time.settleDown();
          assertThat(platform.sizes()).containsExactly(1, Departures.ITEMS_PER_FLIGHT + 1);
        });

    platform.submit("first");
  }

  @Test
  void aFewCallersDoNotWaitForEachOther() {
    Platform free = new Platform(new GroupCommit.Bounds(3, 256, 1_000, 1_000, 100_000));
    List<Passenger> late = new ArrayList<>();
    free.store(
        items -> {
          if (free.calls.size() < 4) {
            late.add(free.submit("after" + free.calls.size()));
            late.add(free.submit("and"));
          }
          return Platform.echo(items);
        });

    free.submit("first");
    assertThat(free.sizes()).as("each in its own thread").startsWith(1, 1, 1);
    free.time.settleDown();

    assertThat(late).allMatch(passenger -> passenger.heard.size() == 1);
    assertThat(free.calls.subList(0, 3))
        .containsExactly(List.of("first"), List.of("after1"), List.of("after2"));
    assertThat(free.calls.get(3)).startsWith("after3");
  }

  @Test
  void whoWaitsGoesAsSoonAsFewAreUnderWay() {
    Platform free = new Platform(new GroupCommit.Bounds(3, 256, 1_000, 1_000, 100_000));
    free.duringTheNextCall(
        () -> {
          free.submit("b");
          free.submit("c");
          free.time.settleDown();
          assertThat(free.calls).containsExactly(List.of("x", "y", "z"));
        });
    free.submit("x", "y", "z");
    free.time.settleDown();

    assertThat(free.calls).containsExactly(List.of("x", "y", "z"), List.of("b", "c"));
  }

  @Test
  void thereAreNeverMoreCallsAtOnceThanTheLimit() {
    List<Integer> atOnce = new ArrayList<>();
    int[] flying = new int[1];
    platform.store(
        items -> {
          atOnce.add(++flying[0]);
          if (platform.calls.size() < 10) {
            platform.submitMany(platform.calls.size() + "-", 100);
            platform.time.settleDown();
          }
          flying[0]--;
          return Platform.echo(items);
        });

    platform.submit("first");
    platform.time.settleDown();

    assertThat(atOnce).contains(Departures.MAX_FLIGHTS);
    assertThat(atOnce).allMatch(count -> count <= Departures.MAX_FLIGHTS);
    assertThat(platform.group.idle()).isTrue();
  }

  @Test
  void whoeverWaitsGoesOnBeforeThoseWhoTravelledAreTold() {
    List<Integer> callsWhenTold = new ArrayList<>();
    Passenger slow = new Passenger();
    slow.whenTold =
        () -> {
          platform.time.settleDown();
          callsWhenTold.add(platform.calls.size());
        };
    platform.duringTheNextCall(() -> platform.submit("waiting"));

    platform.group.submit(platform.ticket(slow, "first"));

    assertThat(callsWhenTold).containsExactly(2);
  }

  @Test
  void whatDoesNotFitIsRefusedAtOnceAndLaterTaken() {
    Platform small = new Platform(held(3, 1_000));
    List<Passenger> late = new ArrayList<>();
    small.duringTheNextCall(
        () -> {
          late.add(small.submit("a"));
          late.add(small.submit("b", "c"));
          late.add(small.submit("d"));
          late.add(small.submit("e"));
          assertThat(late.get(1).heard).containsExactly("refused");
          assertThat(late.get(3).heard).containsExactly("refused");
        });
    small.submit("first");
    small.time.settleDown();

    assertThat(late.get(0).heard).containsExactly("a!");
    assertThat(late.get(2).heard).containsExactly("d!");
    assertThat(small.submit("e").heard).containsExactly("e!");
    assertThat(small.submit("more", "than", "three", "alone").heard).hasSize(1);
  }

  @Test
  void whoIsRefusedKeepsNobodyFromTheNextCall() {
    Platform small = new Platform(held(1, 1_000));
    Passenger taken = new Passenger();
    Passenger slow = new Passenger();
    Passenger last = new Passenger();
    slow.whenTold =
        () -> {
          small.time.settleDown();
          assertThat(taken.heard).as("while another hears that it is refused").hasSize(1);
          throw new IllegalStateException("cannot bear it");
        };

    assertThatThrownBy(
            () ->
                small.group.enqueue(
                    List.of(
                        small.ticket(taken, "a"),
                        small.ticket(slow, "b"),
                        small.ticket(last, "c"))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(last.heard).containsExactly("refused");
  }

  @Test
  void whatDoesNotFitByItsBytesIsRefusedToo() {
    Platform small = new Platform(held(100, 10));
    List<Passenger> late = new ArrayList<>();
    small.duringTheNextCall(
        () -> {
          late.add(small.submit("55555"));
          late.add(small.submit("1"));
        });
    small.submit("first");

    assertThat(late.get(0).heard).isEmpty();
    assertThat(late.get(1).heard).containsExactly("refused");
    small.time.settleDown();
    assertThat(small.submit("more than ten").heard).containsExactly("more than ten!");
    small.duringTheNextCall(() -> late.add(small.submit("55555")));
    small.submit("first");
    small.time.settleDown();
    assertThat(late.get(2).heard).containsExactly("55555!");
  }

  @Test
  void whoeverWaitsTooLongUnsentIsRefusedAndNotSent() {
    List<Passenger> late = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          late.add(platform.submit("early"));
          platform.time.freeze(Duration.ofSeconds(2));
          late.add(platform.submit("later"));
          // Nobody takes tasks, so nothing takes off.
          platform.time.freeze(Duration.ofSeconds(4));
        });
    platform.process.refuseThreads(1);
    platform.submit("first");
    assertThat(platform.sizes()).containsExactly(1);

    platform.group.tick();
    platform.time.settleDown();

    assertThat(late.get(0).heard).containsExactly("refused");
    assertThat(late.get(1).heard).containsExactly("later!");
    assertThat(platform.calls).containsExactly(List.of("first"), List.of("later"));
  }

  @Test
  void whoeverIsOnACallThatHangsIsInDoubtAndHearsNoSecondAnswer() {
    Passenger hung = new Passenger();
    Passenger lone = new Passenger();
    platform.duringTheNextCall(
        () -> {
          platform.time.freeze(Duration.ofSeconds(6));
          platform.group.tick();
          platform.time.settleDown();
          platform.group.submit(platform.ticket(hung, "hung"));
        });
    platform.group.submit(platform.ticket(lone, "lone"));
    platform.duringTheNextCall(
        () -> {
          platform.time.freeze(Duration.ofSeconds(6));
          platform.group.tick();
          platform.time.settleDown();
          assertThat(hung.heard).containsExactly("doubt: no answer in good time");
        });
    platform.time.settleDown();

    assertThat(lone.heard).as("its own thread waits").containsExactly("lone!");
    assertThat(hung.heard).hasSize(1);
    assertThat(platform.group.idle()).isTrue();
  }

  @Test
  void whatFoundNoThreadGoesOnWithTheNextTick() {
    List<Passenger> late = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          platform.process.refuseThreads(2);
          late.add(platform.submit("a"));
        });
    platform.submit("first");
    platform.process.refuseThreads(1);
    platform.group.tick();
    platform.time.settleDown();
    assertThat(late.get(0).heard).isEmpty();

    platform.process.refuseThreads(0);
    platform.group.tick();
    platform.time.settleDown();

    assertThat(late.get(0).heard).containsExactly("a!");
  }

  @Test
  void afterItsEndNothingIsTakenOrSent() {
    List<Passenger> late = new ArrayList<>();
    platform.duringTheNextCall(
        () -> {
          late.add(platform.submit("a"));
          platform.group.close();
        });
    platform.submit("first");
    platform.time.settleDown();

    assertThat(platform.calls).hasSize(1);
    assertThat(late.get(0).heard).isEmpty();
    assertThat(platform.submit("b").heard).containsExactly("refused");
  }

  @Test
  void manyThreadsThatComeDuringOneCallMakeOneMore() throws InterruptedException {
    int callers = Departures.ITEMS_PER_FLIGHT; // one more would let a second call take off
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<String>> answers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    platform.store(
        items -> {
          threads.add(Thread.currentThread());
          under.countDown();
          awaitUninterrupted(go);
          return Platform.echo(items);
        });
    try (GuardRuntime real = GuardRuntime.system(1)) {
      GroupCommit<String, String> group = platform.over(real);
      for (int i = 0; i < callers; i++) {
        answers.add(new CompletableFuture<>());
      }
      Thread leader = new Thread(() -> group.submit(platform.ticket(into(answers.get(0)), "0")));
      leader.start();
      under.await();
      for (int i = 1; i < callers; i++) {
        group.submit(platform.ticket(into(answers.get(i)), Integer.toString(i)));
      }
      go.countDown();

      for (int i = 0; i < callers; i++) {
        assertThat(answers.get(i).join()).isEqualTo(i + "!");
      }
      leader.join();
      assertThat(platform.sizes()).containsExactly(1, callers - 1);
      assertThat(threads.get(0)).isSameAs(leader);
    }
  }

  private static Passenger into(CompletableFuture<String> answer) {
    Passenger passenger = new Passenger();
    passenger.whenTold = () -> answer.complete(passenger.heard.get(0));
    return passenger;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
