package io.webhookguard.torture.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Deals the lives of all workers from a seed, the same for the same seed.
 *
 * <p>Kill points come from a deck that holds every point of the store, shuffled anew each time it
 * is empty. A process need not come to its point, though: what chance leaves out is dealt by {@link
 * #forPoint} in the end. What a round is like is drawn too: how many lives have a point, a pause,
 * and how long they last.
 */
public final class Lives {

  private static final int SHORTEST_MILLIS = 60;
  private static final int LONGEST_MILLIS = 900;
  private static final int STEADY_MILLIS = 3_000;
  private static final int POINT_LIMIT_MILLIS = 1_500;
  private static final int MOST_VISITS = 5;

  private final StoreKind store;
  private final Random random;
  private final List<KillPoint> deck = new ArrayList<>();
  private final double pointShare;
  private final double pauseShare;

  /** Lives on a store, all following from the seed. */
  public Lives(StoreKind store, long seed) {
    this.store = store;
    this.random = new Random(seed * 31 + store.number());
    this.pointShare = 0.55 + 0.2 * random.nextDouble();
    this.pauseShare = 0.25 + 0.15 * random.nextDouble();
  }

  /** The next lives of all slots: a list of lists, one for each slot. */
  public List<List<Life>> deal(int slots, int each) {
    List<List<Life>> all = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      all.add(new ArrayList<>());
    }
    for (int i = 0; i < each; i++) {
      for (List<Life> lives : all) {
        lives.add(lives == all.get(0) ? steady() : next());
      }
    }
    return all;
  }

  /** The first slot's workers live longer, so that mostly somebody is there who takes over. */
  private Life steady() {
    return new Life(
        OptionalInt.empty(), Optional.empty(), STEADY_MILLIS + random.nextInt(STEADY_MILLIS));
  }

  /** A life for a point that chance has left out: killed at its first visit. */
  public static Life forPoint(KillPoint point) {
    return new Life(
        point.needsPause() ? OptionalInt.of(SHORTEST_MILLIS) : OptionalInt.empty(),
        Optional.of(new Arming(point, Strike.KILL, 1)),
        POINT_LIMIT_MILLIS);
  }

  private Life next() {
    Optional<Arming> arming =
        random.nextDouble() < pointShare ? Optional.of(arm(nextPoint())) : Optional.empty();
    boolean forPoint = arming.map(armed -> armed.point().needsPause()).orElse(false);
    boolean paused = forPoint || random.nextDouble() < pauseShare;
    return new Life(
        paused ? OptionalInt.of(delay()) : OptionalInt.empty(),
        arming,
        arming.isPresent() ? POINT_LIMIT_MILLIS : delay());
  }

  private KillPoint nextPoint() {
    if (deck.isEmpty()) {
      deck.addAll(KillPoint.on(store));
      Collections.shuffle(deck, random);
    }
    return deck.remove(deck.size() - 1);
  }

  private Arming arm(KillPoint point) {
    return new Arming(point, strike(point), 1 + random.nextInt(visits(point)));
  }

  /** What is rare must not be waited for longer than a life. */
  private static int visits(KillPoint point) {
    return switch (point) {
      case L1, L2, L3, Q1, Q2, S2, D3 -> 1;
      case S1, C2, R4, D2, H1, H2, H6 -> 3;
      default -> MOST_VISITS;
    };
  }

  private Strike strike(KillPoint point) {
    int draw = random.nextInt(100);
    if (point.isOnTheWire()) {
      return draw < 70 ? Strike.KILL : Strike.CUT;
    }
    if (draw < 40) {
      return Strike.KILL;
    }
    if (draw < 75) {
      return Strike.HALT;
    }
    if (draw < 87) {
      return Strike.PAUSE;
    }
    return draw < 94 || !store.hasServer() ? Strike.THROW : Strike.CUT;
  }

  private int delay() {
    return SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
  }
}
