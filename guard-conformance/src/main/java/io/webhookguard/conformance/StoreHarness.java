package io.webhookguard.conformance;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import java.time.Duration;
import java.util.Set;

/**
 * What the author of a store supplies, so that the kit can try the store: one harness per test.
 *
 * <p>The store must take its time from a clock that the harness owns. That clock stands still but
 * for {@link #advance}: the kit never sleeps.
 */
public interface StoreHarness extends AutoCloseable {

  /** The store under test: empty at the start of a test, the same until {@link #restart}. */
  GuardStore store();

  /**
   * Another client of the same data, with the same clock. A store whose data several processes may
   * share gives one that shares no memory with {@link #store}; any other gives the same store. May
   * be a new client on each call; {@link #close} closes them all.
   */
  GuardStore secondClient();

  /**
   * Moves the store's clock.
   *
   * @param by how far; negative when the clock jumps back
   */
  void advance(Duration by);

  /** What the author declares that the store can do: rules of all else are skipped by name. */
  Set<Capability> capabilities();

  /** The smallest step of time that the store keeps apart, such as a millisecond. */
  Duration precision();

  /**
   * Leaves the store as a process that was killed leaves it, without closing it, and opens it
   * again. Called for stores that declare {@link Capability#PERSISTENT} alone.
   */
  void restart();

  /** Lets go of everything that this harness opened. */
  @Override
  void close();
}
