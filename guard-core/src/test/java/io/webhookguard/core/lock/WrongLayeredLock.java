package io.webhookguard.core.lock;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What can be wrong with a lock of two layers. The stories must catch each of them. */
enum WrongLayeredLock implements Function<LayeredBench, Lock> {
  RETURNS_THE_FAST_ANSWER(LayeredStory.SHOWN, (locks, wish) -> wish.to(locks.fast.lock)),
  FALLS_BACK_TO_NO_LOCK(LayeredStory.NO_ANSWER, WrongLayeredLock::rightOrNone),
  FALLS_BACK_TO_THE_FAST_LOCK(LayeredStory.NO_ANSWER, WrongLayeredLock::rightOrFast),
  BELIEVES_A_FAST_REFUSAL(LayeredStory.REFUSED, WrongLayeredLock::refusedByFast),
  ASKS_THE_AUTHORITY_ONLY_IF_THE_FAST_LOCK_FAILS(
      LayeredStory.SHOWN, WrongLayeredLock::fastOrAuthority),
  FAILS_WITH_THE_FAST_LOCK(LayeredStory.EXCEPTION, WrongLayeredLock::fastThenAuthority),
  HOLDS_THE_FAST_LOCK_FOR_LONGER(LayeredStory.OUTLASTS, WrongLayeredLock::fastForLonger);

  /** What a caller wants. */
  private record Wish(String name, String holder, Duration lease) {
    Optional<Lease> to(Lock lock) {
      return lock.tryAcquire(name, holder, lease);
    }
  }

  /** How a wrong lock is taken. */
  @FunctionalInterface
  private interface Acquiring {
    Optional<Lease> acquire(LayeredBench locks, Wish wish);
  }

  private final String caughtBy;

  @SuppressWarnings("ImmutableEnumChecker") // It has no state.
  private final Acquiring acquiring;

  WrongLayeredLock(String caughtBy, Acquiring acquiring) {
    this.caughtBy = caughtBy;
    this.acquiring = acquiring;
  }

  /** The judgement that names what is wrong. Others may fail with it. */
  String caughtBy() {
    return caughtBy;
  }

  private static Optional<Lease> rightOrNone(LayeredBench locks, Wish wish) {
    try {
      return wish.to(locks.lock);
    } catch (GuardException e) {
      return Optional.of(
          new Lease(
              wish.name(), wish.holder(), new FencingToken(1), locks.now().plus(wish.lease())));
    }
  }

  private static Optional<Lease> rightOrFast(LayeredBench locks, Wish wish) {
    try {
      return wish.to(locks.lock);
    } catch (GuardException e) {
      return wish.to(locks.fast.lock);
    }
  }

  private static Optional<Lease> refusedByFast(LayeredBench locks, Wish wish) {
    try {
      if (wish.to(locks.fast.lock).isEmpty()) {
        return Optional.empty();
      }
    } catch (GuardException e) {
      // The authority is asked.
    }
    return wish.to(locks.authority.lock);
  }

  private static Optional<Lease> fastOrAuthority(LayeredBench locks, Wish wish) {
    try {
      return wish.to(locks.fast.lock);
    } catch (GuardException e) {
      return wish.to(locks.authority.lock);
    }
  }

  private static Optional<Lease> fastThenAuthority(LayeredBench locks, Wish wish) {
    wish.to(locks.fast.lock);
    return wish.to(locks.authority.lock);
  }

  private static Optional<Lease> fastForLonger(LayeredBench locks, Wish wish) {
    Optional<Lease> granted = wish.to(locks.lock);
    if (granted.isPresent()) {
      wish.to(locks.fast.lock)
          .ifPresent(lease -> locks.fast.lock.renew(lease, wish.lease().multipliedBy(2)));
    }
    return granted;
  }

  @Override
  public Lock apply(LayeredBench locks) {
    return new Lock() {
      @Override
      public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
        return acquiring.acquire(locks, new Wish(name, holder, lease));
      }

      @Override
      public Renewal renew(Lease lease, Duration duration) {
        return locks.lock.renew(lease, duration);
      }

      @Override
      public Release release(Lease lease) {
        return locks.lock.release(lease);
      }
    };
  }
}
