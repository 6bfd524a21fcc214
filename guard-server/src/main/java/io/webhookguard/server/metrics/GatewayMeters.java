package io.webhookguard.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.Readiness;
import io.webhookguard.core.metrics.GuardMeters;
import java.util.function.Supplier;

/** What the gateway shows Prometheus: the guard's meters and the JVM's. */
public final class GatewayMeters implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GuardMeters guard = new GuardMeters(registry);

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
    guard.watch(readiness);
  }

  /** What the guard is to tell. */
  public GuardObserver observer() {
    return guard;
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
  public void close() {
    registry.close();
  }
}
