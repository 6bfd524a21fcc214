package io.webhookguard.torture.worker;

import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.KillPoint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The kill points of one process, of which at most one is armed. Safe for use by many threads. */
public final class Points {

  /** What is done to a process at its point. */
  @FunctionalInterface
  public interface Striking {

    /** Strikes. May return, throw {@link StruckException}, or never come back. */
    void strike(Arming arming);
  }

  private final Optional<Arming> armed;
  private final Striking striking;
  private final AtomicInteger visits = new AtomicInteger();

  /** Points of which one may be armed. */
  public Points(Optional<Arming> armed, Striking striking) {
    this.armed = armed;
    this.striking = striking;
  }

  /** Points at which nothing happens. */
  public static Points none() {
    return new Points(Optional.empty(), arming -> {});
  }

  /**
   * Says that somebody comes to this point.
   *
   * @throws StruckException where the call is to fail here
   */
  public void at(KillPoint point) {
    if (armed.isPresent()
        && armed.get().point() == point
        && visits.incrementAndGet() == armed.get().visit()) {
      striking.strike(armed.get());
    }
  }

  /** A call that was made to fail at a kill point. */
  public static final class StruckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says where. */
    public StruckException(Arming arming) {
      super("struck at " + arming);
    }
  }
}
