package io.webhookguard.core.handler;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Route;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a compensation undoes: one generation of one event.
 *
 * <p>The compensation is a unit of work of its own, whose {@link #key} names both. So the store
 * itself knows that it is there once, whoever asks for it again.
 *
 * @param event the event whose effect is undone
 * @param generation which of its effects
 */
public record Undone(EventKey event, int generation) {

  /** What the consumers of compensations end with; no consumer of a handler may. */
  public static final String CONSUMER_SUFFIX = ".undo";

  private static final String EVENT = "undoes";
  private static final String GENERATION = "undoes-generation";

  public Undone {
    if (generation < 1) {
      throw new IllegalArgumentException("a generation starts at 1, got " + generation);
    }
  }

  /**
   * What the running compensation undoes.
   *
   * @throws CorruptStateException if the event is not one that a rollback has made
   */
  static Undone of(HandlerContext context) {
    Attributes attributes = context.attributes();
    EventKey key = context.key();
    try {
      Route route = routeUndoneBy(key.route());
      String event = attributes.get(EVENT).orElse("");
      int generation = Integer.parseInt(attributes.get(GENERATION).orElse(""));
      return new Undone(new EventKey(route, key.scope(), event), generation);
    } catch (IllegalArgumentException e) {
      throw new CorruptStateException(key + " does not say what it undoes", e);
    }
  }

  /** The key of the compensation. */
  public EventKey key() {
    return new EventKey(routeOfCompensations(event.route()), event.scope(), eventId());
  }

  /** Readable where it fits; the letter keeps an id from looking like the digest of another. */
  private String eventId() {
    String readable = "e" + generation + "~" + event.eventId();
    return readable.getBytes(StandardCharsets.UTF_8).length <= Names.MAX_OPAQUE_BYTES
        ? readable
        : "d" + generation + "~" + event.digest().toHex();
  }

  /** The attributes of the compensation. */
  public Attributes attributes() {
    return Attributes.of(Map.of(EVENT, event.eventId(), GENERATION, Integer.toString(generation)));
  }

  /**
   * The route on which the compensations of a route's events run.
   *
   * @throws IllegalArgumentException if the consumer's name is too long
   */
  public static Route routeOfCompensations(Route route) {
    return new Route(route.source(), route.consumer() + CONSUMER_SUFFIX);
  }

  /** Whether compensations run on the route. */
  public static boolean isRouteOfCompensations(Route route) {
    return route.consumer().endsWith(CONSUMER_SUFFIX);
  }

  private static Route routeUndoneBy(Route route) {
    String consumer = route.consumer();
    return new Route(
        route.source(), consumer.substring(0, consumer.length() - CONSUMER_SUFFIX.length()));
  }
}
