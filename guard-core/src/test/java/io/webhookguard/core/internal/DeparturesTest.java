package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When calls take off, from what waits and what is under way. */
final class DeparturesTest {

  private static final int FREE_ITEMS = 4;
  private static final int CROWD = 4 * Crowd.FEW;
  private static final Duration CALL = Duration.ofMillis(2);

  private final Departures departures = new Departures(FREE_ITEMS);

  private boolean mayTakeOff(int waiting) {
    return departures.mayTakeOff(waiting, waiting);
  }

  private void takeOff(int items) {
    departures.tookOff();
    departures.boarded(items);
  }

  private void land(int items) {
    departures.landed(items, CALL.toNanos());
  }

  /** So many have been there, and a call of theirs tells how long one takes. */
  private void crowdHasBeenThere() {
    departures.met(CROWD);
    takeOff(CROWD);
    land(CROWD);
  }

  @Test
  void whoeverFindsFewItemsUnderWayIsFree() {
    assertThat(departures.isFree()).isTrue();
    departures.flewAlone(FREE_ITEMS - 1);
    assertThat(departures.isFree()).isTrue();

    departures.flewAlone(1);
    assertThat(departures.isFree()).isFalse();
    assertThat(mayTakeOff(1)).isFalse();

    land(1);
    assertThat(departures.isFree()).isTrue();
    assertThat(mayTakeOff(1)).isTrue();
  }

  @Test
  void nothingTakesOffForNobody() {
    assertThat(mayTakeOff(0)).isFalse();
    assertThat(departures.linger(0)).isEmpty();
  }

  @Test
  void whoComesWhileOthersBoardBoardsWithThem() {
    departures.tookOff();
    assertThat(departures.isFree()).isFalse();
    assertThat(mayTakeOff(1)).isFalse();

    departures.wasEmpty();
    assertThat(departures.isFree()).isTrue();
    assertThat(mayTakeOff(1)).isTrue();
  }

  @Test
  void manyItemsBehindEachCallNeedAnotherOne() {
    takeOff(FREE_ITEMS);
    assertThat(departures.mayTakeOff(1, Departures.ITEMS_PER_FLIGHT)).isFalse();
    assertThat(departures.mayTakeOff(1, Departures.ITEMS_PER_FLIGHT + 1)).isTrue();

    departures.tookOff();
    assertThat(departures.mayTakeOff(1, Departures.ITEMS_PER_FLIGHT + 1)).isFalse();
    assertThat(departures.mayTakeOff(1, 2 * Departures.ITEMS_PER_FLIGHT + 1)).isTrue();
  }

  @Test
  void thereIsAnEndToCalls() {
    for (int i = 0; i < Departures.MAX_FLIGHTS; i++) {
      assertThat(departures.mayTakeOff(1, Integer.MAX_VALUE)).isTrue();
      takeOff(0);
    }

    departures.tick(true);
    departures.tick(true);
    assertThat(departures.mayTakeOff(1, Integer.MAX_VALUE)).isFalse();
    assertThat(departures.isFree()).isFalse();
  }

  @Test
  void theFirstOfACrowdWaitOnceAndForPartOfACall() {
    crowdHasBeenThere();
    assertThat(departures.isFree()).isFalse();
    assertThat(mayTakeOff(1)).isFalse();

    assertThat(departures.linger(1)).contains(CALL.dividedBy(4));
    assertThat(departures.linger(2)).as("it is under way").isEmpty();
    assertThat(mayTakeOff(2)).isFalse();

    departures.lingered(departures.takeOffs());
    assertThat(mayTakeOff(2)).isTrue();
  }

  @Test
  void whatWasWaitedForOneCallIsNotForTheNext() {
    crowdHasBeenThere();
    departures.linger(1);
    long first = departures.takeOffs();
    departures.lingered(first);
    takeOff(2);
    land(2);
    assertThat(mayTakeOff(1)).isFalse();

    departures.lingered(first);
    assertThat(mayTakeOff(1)).as("woken for a call that is gone").isFalse();
    assertThat(departures.linger(1)).as("the next call's own").isPresent();
  }

  @Test
  void halfOfACrowdMayGoWhenNothingIsUnderWay() {
    crowdHasBeenThere();
    assertThat(mayTakeOff(CROWD / 2)).isTrue();

    departures.flewAlone(1);
    assertThat(mayTakeOff(CROWD / 2)).isFalse();
    assertThat(departures.linger(CROWD / 2)).as("its landing wakes them").isEmpty();
  }

  @Test
  void twoTicksWithoutATakeOffLetTheNextCallPassWhatHangs() {
    takeOff(FREE_ITEMS);
    departures.tick(true);
    assertThat(mayTakeOff(1)).as("it took off since the last tick").isFalse();

    departures.tick(true);
    assertThat(mayTakeOff(1)).isTrue();

    takeOff(1);
    assertThat(mayTakeOff(1)).as("once").isFalse();
  }

  @Test
  void ticksWhileNobodyWaitsSayNothing() {
    takeOff(FREE_ITEMS);
    departures.tick(false);
    departures.tick(false);

    assertThat(mayTakeOff(1)).isFalse();
  }
}
