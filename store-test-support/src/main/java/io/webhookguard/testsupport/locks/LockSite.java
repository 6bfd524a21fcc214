package io.webhookguard.testsupport.locks;

import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.GuardStore;

/**
 * A lock and what must be closed after it.
 *
 * @param lock the lock
 * @param closing closes it
 */
public record LockSite(Lock lock, Runnable closing) implements AutoCloseable {

  /** The lock of a store, which is closed with the site. */
  public static LockSite of(GuardStore store) {
    return new LockSite(store.lock(), store::close);
  }

  @Override
  public void close() {
    closing.run();
  }

  /** Opens sites, in processes of their own: it has a constructor without parameters. */
  @FunctionalInterface
  public interface Opening {

    /** Opens the lock at an address that the test knows how to write. */
    LockSite open(String address);
  }
}
