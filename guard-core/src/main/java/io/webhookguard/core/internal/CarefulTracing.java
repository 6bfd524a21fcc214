package io.webhookguard.core.internal;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.VerifiedEvent;
import io.webhookguard.core.GuardTracing;
import io.webhookguard.core.GuardTracing.Attempted;
import io.webhookguard.core.GuardTracing.Delivered;
import io.webhookguard.core.handler.HandlerContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces, and keeps a tracer that throws from changing what happens. */
final class CarefulTracing {

  private static final Logger log = LoggerFactory.getLogger(CarefulTracing.class);

  private final GuardTracing tracing;
  private final AtomicBoolean complained = new AtomicBoolean();

  CarefulTracing(GuardTracing tracing) {
    this.tracing = tracing;
  }

  /** An authentic request has come. */
  Delivered delivered(String source, Headers headers) {
    return careful(() -> tracing.delivered(source, headers), Delivered.UNTRACED);
  }

  /** The events with what names their trace. */
  List<VerifiedEvent> kept(Delivered delivered, List<VerifiedEvent> events) {
    Map<String, String> names = careful(delivered::kept, Map.of());
    return names.isEmpty()
        ? events
        : events.stream().map(event -> careful(() -> with(event, names), event)).toList();
  }

  void answered(Delivered delivered, int status) {
    careful(
        () -> {
          delivered.answered(status);
          return true;
        },
        false);
  }

  Attempted attempted(HandlerContext context) {
    return careful(() -> tracing.attempted(context), Attempted.UNTRACED);
  }

  void ended(Attempted attempted, GuardTracing.HowItEnded how) {
    careful(
        () -> {
          attempted.ended(how);
          return true;
        },
        false);
  }

  private <T> T careful(Supplier<T> wanted, T otherwise) {
    try {
      return wanted.get();
    } catch (RuntimeException | Error e) {
      if (complained.compareAndSet(false, true)) {
        log.warn("WG902 the tracer threw; further failures of it are not logged", e);
      }
      return otherwise;
    }
  }

  /** What the adapter has recorded comes first; what does not fit beside it is dropped. */
  private static VerifiedEvent with(VerifiedEvent event, Map<String, String> names) {
    Map<String, String> all = new LinkedHashMap<>(event.attributes().asMap());
    names.forEach(
        (name, value) -> {
          if (all.size() < Attributes.MAX_ENTRIES && value.length() <= Attributes.MAX_VALUE_CHARS) {
            all.putIfAbsent(name, value);
          }
        });
    return new VerifiedEvent(
        event.eventId(),
        event.scope(),
        event.type(),
        event.lane(),
        event.version(),
        Attributes.of(all),
        event.payload(),
        event.relevance());
  }
}
