package io.webhookguard.core.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.Readiness;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts and times what a guard does, in a registry of the user's. Give it to {@code
 * WebhookGuard.builder().observer(…)}.
 *
 * <p>Tags come from the configuration and from closed lists, never from a request, so that no
 * sender can make the number of series grow. Names are Micrometer's; a registry may write them
 * otherwise (Prometheus: {@code guard_attempts_total}). All meters and their tags are in {@code
 * docs/operations.md}. Safe for use by many threads.
 */
public final class GuardMeters implements GuardObserver {

  private static final String SOURCE = "source";
  private static final String CONSUMER = "consumer";
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final AtomicLong storeAheadNanos = new AtomicLong();

  /** Meters in this registry, which stays the caller's. */
  public GuardMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("guard.store.clock.ahead", () -> storeAheadNanos.get() / NANOS)
        .description("How far the store's clock is ahead of this node's")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Adds what is asked for rather than counted. */
  public void watch(Supplier<Readiness> readiness) {
    Gauge.builder("guard.attempts.in.flight", () -> readiness.get().inFlight())
        .description("Attempts that this node holds")
        .register(registry);
    Gauge.builder("guard.ready", () -> readiness.get().ready() ? 1 : 0)
        .description("1 if this node can do its work")
        .register(registry);
  }

  @Override
  public void received(Route route, Receipt.Outcome outcome) {
    delivered(route.source(), label(outcome));
  }

  @Override
  public void refused(String source, Rejection reason) {
    delivered(source, "refused");
    count("guard.refusals", Tags.of(SOURCE, source, "reason", reason.label()));
  }

  @Override
  public void unavailable(String source, Unavailability why) {
    delivered(source, "unavailable");
    count("guard.unavailable", Tags.of(SOURCE, source, "why", label(why)));
  }

  private void delivered(String source, String disposition) {
    count("guard.deliveries", Tags.of(SOURCE, source, "disposition", disposition));
  }

  @Override
  public void started(Route route, Duration waited) {
    count("guard.attempts.started", of(route));
    registry.timer("guard.claim.to.run", of(route)).record(waited);
  }

  @Override
  public void ended(Route route, Ending ending, Duration ran, Duration recording) {
    count("guard.attempts", of(route).and("ending", label(ending)));
    registry.timer("guard.attempt.duration", of(route)).record(ran);
    registry.timer("guard.settle.duration", of(route)).record(recording);
  }

  @Override
  public void deadLetter(Route route, FailureReason reason) {
    count("guard.dead.letters", of(route).and("reason", label(reason)));
  }

  @Override
  public void superseded(Route route) {
    count("guard.superseded", of(route));
  }

  @Override
  public void recovered(Route route) {
    count("guard.recovered", of(route));
  }

  @Override
  public void leaseLost(Route route) {
    count("guard.leases.lost", of(route));
  }

  @Override
  public void probed(Route route, Probed found) {
    count("guard.probes", of(route).and("found", label(found)));
  }

  @Override
  public void intervened(Route route, DecisionKind what) {
    count("guard.interventions", of(route).and("what", label(what)));
  }

  @Override
  public void gathered(SharedCall call, int items) {
    DistributionSummary.builder("guard.store.call.items")
        .description("Items that went to the store in one call")
        .tags("call", label(call))
        .register(registry)
        .record(items);
  }

  @Override
  public void storeClock(Duration ahead) {
    storeAheadNanos.set(ahead.toNanos());
  }

  private void count(String name, Tags tags) {
    registry.counter(name, tags).increment();
  }

  private static Tags of(Route route) {
    return Tags.of(SOURCE, route.source(), CONSUMER, route.consumer());
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
