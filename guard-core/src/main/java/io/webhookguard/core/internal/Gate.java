package io.webhookguard.core.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.FlowPolicy.Breaker;
import io.webhookguard.core.handler.FlowPolicy.RetryBudget;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Lets a route's attempts start, or not now. Safe for use by many threads.
 *
 * <p>{@link #room} says how many could start, and is what is claimed. Only {@link #enter} decides:
 * others may have started in between, and then a claim that was granted is handed back.
 *
 * <p>The rate is not limited by Resilience4j's limiter, because its permits cannot be given back:
 * what was claimed and could not start would slow the route down.
 */
final class Gate {

  /** The right of one attempt to run. */
  static final class Pass {

    /** Of a route without limits. */
    static final Pass FREE = new Pass(Optional.empty(), Optional.empty());

    private final Optional<Semaphore> places;
    private final Optional<CircuitBreaker> breaker;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Pass(Optional<Semaphore> places, Optional<CircuitBreaker> breaker) {
      this.places = places;
      this.breaker = breaker;
    }

    /** The attempt did not start. Does nothing when it has ended. */
    void unused() {
      if (leave()) {
        breaker.ifPresent(CircuitBreaker::releasePermission);
      }
    }

    /** The attempt has ended, and its destination did well or did not. */
    void ended(boolean well, Duration ran) {
      if (!leave()) {
        return;
      }
      long nanos = ran.toNanos();
      if (well) {
        breaker.ifPresent(it -> it.onSuccess(nanos, TimeUnit.NANOSECONDS));
      } else {
        breaker.ifPresent(it -> it.onError(nanos, TimeUnit.NANOSECONDS, new Failed()));
      }
    }

    private boolean leave() {
      if (this == FREE || !open.compareAndSet(true, false)) {
        return false;
      }
      places.ifPresent(Semaphore::release);
      return true;
    }
  }

  /** What the breaker is told: it only counts. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed() {
      super("an attempt failed", null, false, false);
    }
  }

  private final LongSupplier nanoTime;
  private final Optional<CircuitBreaker> breaker;
  private final Optional<Bucket> starts;
  private final Optional<Semaphore> places;
  private final Optional<Bucket> retries;
  private final double share;
  private final Duration openFor;

  Gate(String name, FlowPolicy policy, GuardRuntime runtime) {
    this.nanoTime = runtime::nanoTime;
    long now = runtime.nanoTime();
    this.breaker = policy.breaker().map(wanted -> breaker(name, wanted, runtime));
    this.openFor = policy.breaker().map(Breaker::openFor).orElse(Duration.ZERO);
    double perSecond = policy.perSecond();
    this.starts =
        perSecond == 0
            ? Optional.empty()
            : Optional.of(new Bucket(perSecond, Math.max(1, perSecond), now));
    this.places =
        policy.atOnce() == 0 ? Optional.empty() : Optional.of(new Semaphore(policy.atOnce()));
    this.retries = policy.retryBudget().map(budget -> budget(budget, now));
    this.share = policy.retryBudget().map(RetryBudget::share).orElse(0.0);
  }

  private static Bucket budget(RetryBudget budget, long now) {
    return new Bucket(budget.perSecond(), Math.max(10, budget.perSecond() * 10), now);
  }

  private static CircuitBreaker breaker(String name, Breaker wanted, GuardRuntime runtime) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .failureRateThreshold((float) wanted.failureRate())
            .slidingWindow(wanted.window(), wanted.window(), SlidingWindowType.COUNT_BASED)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(wanted.openFor())
            .currentTimestampFunction(clock -> runtime.nanoTime(), TimeUnit.NANOSECONDS)
            .clock(new Monotonic(runtime::nanoTime))
            .build();
    return CircuitBreaker.of(name, config);
  }

  /** How many attempts could start now; the greatest number where nothing limits them. */
  int room() {
    int room = Integer.MAX_VALUE;
    if (breaker.isPresent()) {
      room = room(breaker.get());
    }
    if (starts.isPresent()) {
      room = Math.min(room, starts.get().whole(nanoTime.getAsLong()));
    }
    if (places.isPresent()) {
      room = Math.min(room, places.get().availablePermits());
    }
    return room;
  }

  /** Asks without taking anything; an open breaker whose time is over has room for one. */
  private static int room(CircuitBreaker breaker) {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> Integer.MAX_VALUE;
      case OPEN, HALF_OPEN -> {
        boolean one = breaker.tryAcquirePermission();
        if (one) {
          breaker.releasePermission();
        }
        yield one ? 1 : 0;
      }
      case FORCED_OPEN -> 0;
    };
  }

  /** Whether nothing limits it now, so that it need not be claimed for by itself. */
  boolean isWideOpen() {
    return room() == Integer.MAX_VALUE;
  }

  /** Lets one attempt start. */
  Optional<Pass> enter() {
    if (breaker.isPresent() && !breaker.get().tryAcquirePermission()) {
      return Optional.empty();
    }
    if (places.isPresent() && !places.get().tryAcquire()) {
      breaker.ifPresent(CircuitBreaker::releasePermission);
      return Optional.empty();
    }
    if (starts.isPresent() && !starts.get().take(nanoTime.getAsLong())) {
      places.ifPresent(Semaphore::release);
      breaker.ifPresent(CircuitBreaker::releasePermission);
      return Optional.empty();
    }
    return Optional.of(new Pass(places, breaker));
  }

  /** How long until it is worth asking again, where there is no room. */
  Duration patience() {
    if (breaker.isPresent() && room(breaker.get()) == 0) {
      return openFor;
    }
    return starts.map(bucket -> bucket.untilNext(nanoTime.getAsLong())).orElse(Duration.ZERO);
  }

  /** An event was tried for the first time: that pays for a part of a retry. */
  void triedFirst() {
    retries.ifPresent(bucket -> bucket.put(share));
  }

  /** How long a retry has to wait for its turn, beside its own delay. */
  Duration retryAfter() {
    return retries.map(bucket -> bucket.owe(nanoTime.getAsLong())).orElse(Duration.ZERO);
  }

  /**
   * A clock for a library that wants one: what passes on it is what passes on the monotonic one.
   */
  private static final class Monotonic extends Clock {

    private final LongSupplier nanoTime;

    Monotonic(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanoTime.getAsLong());
    }
  }
}
