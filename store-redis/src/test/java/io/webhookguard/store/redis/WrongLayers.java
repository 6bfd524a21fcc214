package io.webhookguard.store.redis;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.store.redis.LayersInTrouble.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/** Locks of two layers as they are written by hand, fast one first, each with its mistake. */
@SuppressWarnings("ImmutableEnumChecker") // Nothing of it has a state that changes.
enum WrongLayers implements BinaryOperator<Lock> {
  /** The authority is not asked. */
  FAST_ALONE(
      layers -> layers.holdThrough(Trouble.EMPTIED),
      LayersInTrouble.TWO_HELD_IT,
      LayersInTrouble.LOST) {
    @Override
    Optional<Lease> acquire(Lock fast, Lock authority, Wish wish) {
      return wish.to(fast);
    }
  },

  /** The one with the database "to fall back on". */
  AUTHORITY_WHEN_THE_FAST_ONE_FAILS(
      layers -> layers.holdThrough(Trouble.CUT_OFF),
      LayersInTrouble.TWO_HELD_IT,
      LayersInTrouble.LOST) {
    @Override
    Optional<Lease> acquire(Lock fast, Lock authority, Wish wish) {
      try {
        return wish.to(fast);
      } catch (GuardException e) {
        return wish.to(authority);
      }
    }
  },

  /** Nothing works any more without the fast one. */
  BOTH(layers -> layers.holdThrough(Trouble.KILLED), LayersInTrouble.FAILED_WITH_THE_FAST_ONE) {
    @Override
    Optional<Lease> acquire(Lock fast, Lock authority, Wish wish) {
      return wish.to(fast).flatMap(first -> wish.to(authority));
    }
  },

  /** The fast one's word is believed, though it knows nothing of the authority's clock. */
  FAST_REFUSES(
      layers -> layers.standStillThrough(Trouble.NONE), LayersInTrouble.HELD_FOR_TOO_LONG) {
    @Override
    Optional<Lease> acquire(Lock fast, Lock authority, Wish wish) {
      return wish.to(fast).isEmpty() ? Optional.empty() : wish.to(authority);
    }
  };

  /** What a caller wants. */
  record Wish(String name, String holder, Duration lease) {
    Optional<Lease> to(Lock lock) {
      return lock.tryAcquire(name, holder, lease);
    }
  }

  private final Consumer<LayersInTrouble> round;
  private final List<String> complaints;

  WrongLayers(Consumer<LayersInTrouble> round, String... complaints) {
    this.round = round;
    this.complaints = List.of(complaints);
  }

  /** Plays the round that shows the mistake. */
  void meetTrouble(LayersInTrouble layers) {
    round.accept(layers);
  }

  /** How it shows. */
  List<String> complaints() {
    return complaints;
  }

  abstract Optional<Lease> acquire(Lock fast, Lock authority, Wish wish);

  @Override
  public Lock apply(Lock fast, Lock authority) {
    return new Lock() {
      @Override
      public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
        return acquire(fast, authority, new Wish(name, holder, lease));
      }

      @Override
      public Renewal renew(Lease lease, Duration duration) {
        Renewal answer = authority.renew(lease, duration);
        return answer instanceof Renewal.Renewed ? answer : fast.renew(lease, duration);
      }

      @Override
      public Release release(Lease lease) {
        Release answer = authority.release(lease);
        try {
          // The same holder is told its lease again.
          fast.tryAcquire(lease.name(), lease.holder(), Duration.ofSeconds(1))
              .ifPresent(fast::release);
        } catch (GuardException e) {
          // Then it ends by itself.
        }
        return answer;
      }
    };
  }
}
