package io.webhookguard.api.lock;

import io.webhookguard.api.error.OutcomeUnknownException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Leases by name: for one sweeper per cluster, or a critical section of the user's.
 *
 * <p>It guarantees that each lease of a name has a greater token than every one before it, across
 * expiry, release and restart. It does not stop a holder that slept past its lease: only a resource
 * that checks the token is safe from it. The guard's own promises rest on claims, not on this.
 * Rules: {@code docs/contract.md} (LK). Safe for use by many threads.
 */
public interface Lock {

  /**
   * Takes the name if nobody holds it.
   *
   * @param name 1 to 255 UTF-8 bytes
   * @param holder made by the caller for this taking; while its lease lasts, the same holder gets
   *     the same lease again, which is how a lost reply is asked about
   * @param lease how long
   * @return the lease, or empty when the name is certainly held by someone else
   * @throws OutcomeUnknownException when the store may or may not have granted the lease
   */
  Optional<Lease> tryAcquire(String name, String holder, Duration lease);

  /** Makes the lease end {@code duration} after the store's now, if it is still the newest. */
  Renewal renew(Lease lease, Duration duration);

  /** Lets the name go if the lease is still the newest; a superseded lease changes nothing. */
  Release release(Lease lease);

  /** What came of a renewal. */
  sealed interface Renewal {

    /** Applies the function of the case at hand. */
    <T> T match(Function<Renewed, T> renewed, Function<Superseded, T> superseded);

    /**
     * The lease holds.
     *
     * @param lease with its new end
     */
    record Renewed(Lease lease) implements Renewal {
      @Override
      public <T> T match(Function<Renewed, T> renewed, Function<Superseded, T> superseded) {
        return renewed.apply(this);
      }
    }

    /** The lease is over: it was released, or a newer one was granted. */
    record Superseded() implements Renewal {
      @Override
      public <T> T match(Function<Renewed, T> renewed, Function<Superseded, T> superseded) {
        return superseded.apply(this);
      }
    }
  }

  /** What came of a release. */
  enum Release {
    /** The name is free; also when this lease was released before. */
    RELEASED,
    /** A newer lease was granted meanwhile; nothing was changed. */
    SUPERSEDED
  }
}
