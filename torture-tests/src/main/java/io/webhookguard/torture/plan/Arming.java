package io.webhookguard.torture.plan;

/**
 * Which point a process fails at, how, and at which visit.
 *
 * @param point where
 * @param strike how
 * @param visit 1 for the first time it comes there
 */
public record Arming(KillPoint point, Strike strike, int visit) {

  public Arming {
    if (visit < 1) {
      throw new IllegalArgumentException("the first visit is 1, got " + visit);
    }
  }

  /** Reads what {@link #toString} wrote. */
  public static Arming parse(String text) {
    String[] parts = text.split(":", -1);
    return new Arming(
        KillPoint.valueOf(parts[0]), Strike.valueOf(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return point + ":" + strike + ":" + visit;
  }
}
