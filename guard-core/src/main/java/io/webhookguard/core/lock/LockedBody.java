package io.webhookguard.core.lock;

/**
 * What is done under a lock.
 *
 * @param <T> what comes of it
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface LockedBody<T, X extends Exception> {

  /**
   * Does it.
   *
   * @param lock the lock that is held: its token goes with every write, and a body of many parts
   *     asks {@link HeldLock#isHeld} before each
   */
  T run(HeldLock lock) throws X;
}
