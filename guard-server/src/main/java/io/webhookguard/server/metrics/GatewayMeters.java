package io.webhookguard.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.Readiness;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Counts what the guard does.
 *
 * <p>Labels come from the configuration and from closed lists, never from a request, so that no
 * sender can make the number of series grow.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><td>{@code guard_deliveries_total}</td><td>source, disposition: accepted, completed, failed,
 *       ignored, duplicate, conflict, refused, unavailable</td></tr>
 *   <tr><td>{@code guard_refusals_total}</td><td>source, reason</td></tr>
 *   <tr><td>{@code guard_unavailable_total}</td><td>source, why</td></tr>
 *   <tr><td>{@code guard_attempts_started_total}</td><td>source, consumer</td></tr>
 *   <tr><td>{@code guard_attempts_total}</td><td>source, consumer, ending</td></tr>
 *   <tr><td>{@code guard_attempt_duration_seconds}</td><td>source, consumer</td></tr>
 *   <tr><td>{@code guard_superseded_total}, {@code guard_recovered_total}</td><td>source, consumer
 *       </td></tr>
 *   <tr><td>{@code guard_attempts_in_flight}, {@code guard_ready}</td><td></td></tr>
 * </table>
 */
public final class GatewayMeters implements GuardObserver, AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Starts to count, beginning with the JVM. */
  public GatewayMeters() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
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

  /** The registry, for further meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters in Prometheus' text form. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void received(Route route, Receipt.Outcome outcome) {
    delivered(route.source(), label(outcome));
  }

  @Override
  public void refused(String source, Rejection reason) {
    delivered(source, "refused");
    registry.counter("guard.refusals", "source", source, "reason", reason.label()).increment();
  }

  @Override
  public void unavailable(String source, Unavailability why) {
    delivered(source, "unavailable");
    registry.counter("guard.unavailable", "source", source, "why", label(why)).increment();
  }

  private void delivered(String source, String disposition) {
    registry.counter("guard.deliveries", "source", source, "disposition", disposition).increment();
  }

  @Override
  public void started(Route route) {
    registry
        .counter("guard.attempts.started", "source", route.source(), "consumer", route.consumer())
        .increment();
  }

  @Override
  public void ended(Route route, Ending ending, Duration ran) {
    registry
        .counter(
            "guard.attempts",
            "source",
            route.source(),
            "consumer",
            route.consumer(),
            "ending",
            label(ending))
        .increment();
    registry
        .timer("guard.attempt.duration", "source", route.source(), "consumer", route.consumer())
        .record(ran);
  }

  @Override
  public void superseded(Route route) {
    registry
        .counter("guard.superseded", "source", route.source(), "consumer", route.consumer())
        .increment();
  }

  @Override
  public void recovered(Route route) {
    registry
        .counter("guard.recovered", "source", route.source(), "consumer", route.consumer())
        .increment();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    registry.close();
  }
}
