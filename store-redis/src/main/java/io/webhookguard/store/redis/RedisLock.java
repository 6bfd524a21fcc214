package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on Redis, for who keeps events elsewhere or has none.
 *
 * <p><b>What it is worth.</b> On its own, what the servers' settings are worth: a lease that a
 * failover or a power failure loses is granted to another while its holder goes on. The other's
 * token is greater all the same, unless the servers' clocks differ by more than what was lost. As
 * the fast one of two layers nothing of that matters; then {@link
 * RedisConfig.Builder#allowVolatile} allows any server, also one that throws keys out for want of
 * room.
 *
 * <p><b>Servers that are away.</b> A call says so by {@link StoreUnavailableException}, or by
 * {@link OutcomeUnknownException} where it may have been heard. It makes no difference whether they
 * were there when the lock was opened: each call looks for them again.
 *
 * <p>Names are shared with the store that has the same prefix on the same servers, and its number
 * of partitions holds. Safe for use by many threads.
 */
public final class RedisLock implements Lock, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLock.class);

  private final RedisConfig config;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Optional<RedisStore> store = Optional.empty();

  /** Under {@link #opening}. */
  private boolean closed;

  private RedisLock(RedisConfig config) {
    this.config = config;
  }

  /**
   * Opens the lock. Servers that do not answer are no reason to fail: the calls will tell.
   *
   * @throws ConfigurationException if the servers answer and cannot be used: see {@link
   *     RedisStore#open}
   * @throws SchemaMismatchException as for {@link RedisStore#open}
   */
  public static RedisLock open(RedisConfig config) {
    RedisLock lock = new RedisLock(config);
    try {
      lock.store();
    } catch (StoreUnavailableException e) {
      log.warn("no lock can be had yet: {}", e.getMessage());
    }
    return lock;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    return store().lock().tryAcquire(name, holder, lease);
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    return store().lock().renew(lease, duration);
  }

  @Override
  public Release release(Lease lease) {
    return store().lock().release(lease);
  }

  private RedisStore store() {
    Optional<RedisStore> known = store;
    return known.isPresent() ? known.get() : openNow();
  }

  /** One caller waits for servers that may be away; all others would wait behind it for nothing. */
  private RedisStore openNow() {
    if (!opening.tryLock()) {
      throw new StoreUnavailableException(config + " is not connected yet");
    }
    try {
      if (closed) {
        throw new StoreUnavailableException("the lock on " + config + " is closed");
      }
      RedisStore opened = store.isPresent() ? store.get() : RedisStore.openForLocks(config);
      store = Optional.of(opened);
      return opened;
    } finally {
      opening.unlock();
    }
  }

  /** Closes the connections. What is held ends by itself; calls find no server any more. */
  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      store.ifPresent(RedisStore::close);
      store = Optional.empty();
    } finally {
      opening.unlock();
    }
  }
}
