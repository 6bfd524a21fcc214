package io.webhookguard.core.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of one run: it comes from the seed and from nowhere else. */
final class Chance {

  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Randomness of its own for somebody else. */
  RandomGenerator branch() {
    return random.split();
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both bounds are possible. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  long anyLong() {
    return random.nextLong();
  }

  /** A whole number of milliseconds; zero and the bound are possible. */
  Duration upTo(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... some) {
    return some[random.nextInt(some.length)];
  }
}
