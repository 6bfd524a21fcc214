package io.webhookguard.core.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.core.GuardTracing;
import io.webhookguard.core.handler.HandlerContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Deliveries and attempts as Micrometer observations. With a registry that traces, a delivery
 * continues the trace that its request names, what names the trace is kept with the events, and
 * each attempt continues from there, however late.
 *
 * <p>Observations: {@code guard.delivery} (source, status), {@code guard.admission} (source) inside
 * it, and {@code guard.attempt} (source, consumer, ending; event and attempt as details). Safe for
 * use by many threads.
 */
public final class GuardObservations implements GuardTracing {

  private static final String SOURCE = "source";

  private final ObservationRegistry registry;

  /** Observations in this registry, which stays the caller's. */
  public GuardObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Delivered delivered(String source, Headers headers) {
    ReceiverContext<Headers> incoming =
        new ReceiverContext<>((from, name) -> from.first(name).orElse(null), Kind.SERVER);
    incoming.setCarrier(headers);
    Observation delivery =
        Observation.createNotStarted("guard.delivery", () -> incoming, registry)
            .lowCardinalityKeyValue(SOURCE, source)
            .start();
    return new TracedDelivery(delivery, source);
  }

  private final class TracedDelivery implements Delivered {

    private final Observation delivery;
    private final String source;

    TracedDelivery(Observation delivery, String source) {
      this.delivery = delivery;
      this.source = source;
    }

    @Override
    public Map<String, String> kept() {
      Map<String, String> names = new LinkedHashMap<>();
      SenderContext<Map<String, String>> outgoing =
          new SenderContext<>(
              (carrier, name, value) -> names.put(name.toLowerCase(Locale.ROOT), value));
      outgoing.setCarrier(names);
      Observation.createNotStarted("guard.admission", () -> outgoing, registry)
          .parentObservation(delivery)
          .lowCardinalityKeyValue(SOURCE, source)
          .start()
          .stop();
      return names;
    }

    @Override
    public void answered(int status) {
      delivery.lowCardinalityKeyValue("status", Integer.toString(status)).stop();
    }
  }

  @Override
  public Attempted attempted(HandlerContext context) {
    ReceiverContext<Attributes> kept =
        new ReceiverContext<>((from, name) -> from.get(name).orElse(null), Kind.CONSUMER);
    kept.setCarrier(context.attributes());
    Observation attempt =
        Observation.createNotStarted("guard.attempt", () -> kept, registry)
            .lowCardinalityKeyValue(SOURCE, context.key().route().source())
            .lowCardinalityKeyValue("consumer", context.key().route().consumer())
            .highCardinalityKeyValue("event", context.key().eventId())
            .highCardinalityKeyValue("attempt", Integer.toString(context.attempt()))
            .start();
    Observation.Scope scope = attempt.openScope();
    return how -> {
      scope.close();
      attempt.lowCardinalityKeyValue("ending", how.name().toLowerCase(Locale.ROOT)).stop();
    };
  }
}
