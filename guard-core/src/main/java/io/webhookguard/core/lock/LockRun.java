package io.webhookguard.core.lock;

import io.webhookguard.api.event.FencingToken;
import java.util.function.Function;

/**
 * What came of running something under a lock. Every answer is certain as far as it goes; doubt is
 * thrown.
 *
 * @param <T> what the body returns
 */
public sealed interface LockRun<T> {

  /** Applies the function of the case at hand. */
  <R> R match(
      Function<Ran<T>, R> ran,
      Function<LeaseLost<T>, R> leaseLost,
      Function<NotAcquired<T>, R> notAcquired);

  /**
   * The body ran to its end, and by the clock of this process the lease lasted until then.
   *
   * @param result what the body returned
   * @param token under which it ran
   */
  record Ran<T>(T result, FencingToken token) implements LockRun<T> {
    @Override
    public <R> R match(
        Function<Ran<T>, R> ran,
        Function<LeaseLost<T>, R> leaseLost,
        Function<NotAcquired<T>, R> notAcquired) {
      return ran.apply(this);
    }
  }

  /**
   * The body ran to its end, but the lease did not last until then: others may have run meanwhile.
   * What the body wrote without showing its token may have undone their work, or they its.
   *
   * @param result what the body returned
   * @param token under which it ran
   */
  record LeaseLost<T>(T result, FencingToken token) implements LockRun<T> {
    @Override
    public <R> R match(
        Function<Ran<T>, R> ran,
        Function<LeaseLost<T>, R> leaseLost,
        Function<NotAcquired<T>, R> notAcquired) {
      return leaseLost.apply(this);
    }
  }

  /** Somebody else certainly holds the lock; the body did not run. */
  record NotAcquired<T>() implements LockRun<T> {
    @Override
    public <R> R match(
        Function<Ran<T>, R> ran,
        Function<LeaseLost<T>, R> leaseLost,
        Function<NotAcquired<T>, R> notAcquired) {
      return notAcquired.apply(this);
    }
  }
}
