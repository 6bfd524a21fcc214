package io.webhookguard.conformance;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import java.time.Duration;
import java.util.Optional;
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
   * Another store of the same kind, empty at first and with the same clock, as close beside {@link
   * #store} as the backend allows: another schema, prefix or file of the same server. The same one
   * on every call; {@link #close} closes it.
   */
  GuardStore neighbour();

  /**
   * Moves the store's clock, for all its clients. The store's now must follow at once and by just
   * as much, also when it is moved back: a harness that holds its clock at the latest time it had
   * hides what a clock that jumps back would break (ES-57).
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

  /**
   * Clients that die inside a call; empty for a store whose calls have no inside, because each is
   * one atomic step.
   */
  Optional<CrashHook> crashHook();

  /** Lets go of everything that this harness opened. */
  @Override
  void close();
}
