package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Route;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TypePattern;
import io.webhookguard.core.handler.Undone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who handles what: for each route its subscriptions, the closest first. Immutable after building.
 */
final class Subscriptions {

  private final Map<Route, List<Subscription>> byRoute;
  private final Map<String, List<Route>> bySource;

  private Subscriptions(Map<Route, List<Subscription>> byRoute, Map<String, List<Route>> bySource) {
    this.byRoute = byRoute;
    this.bySource = bySource;
  }

  /**
   * Sorts the subscriptions; routes of a source keep the order in which they first appear.
   *
   * @throws ConfigurationException if a route has two handlers for one pattern
   */
  static Subscriptions of(List<Subscription> all) {
    Map<Route, List<Subscription>> byRoute = new LinkedHashMap<>();
    Map<String, List<Route>> bySource = new LinkedHashMap<>();
    for (Subscription subscription : all) {
      Route route = subscription.route();
      List<Subscription> known = byRoute.computeIfAbsent(route, r -> new ArrayList<>());
      if (known.isEmpty() && !Undone.isRouteOfCompensations(route)) {
        bySource.computeIfAbsent(route.source(), s -> new ArrayList<>()).add(route);
      }
      if (known.stream().anyMatch(other -> other.types().equals(subscription.types()))) {
        throw new ConfigurationException(
            route + " has two handlers for " + subscription.types() + ": keep one of them");
      }
      known.add(subscription);
    }
    byRoute
        .values()
        .forEach(list -> list.sort(Comparator.comparing(Subscription::types, closestFirst())));
    return new Subscriptions(byRoute, bySource);
  }

  private static Comparator<TypePattern> closestFirst() {
    return Comparator.comparingInt(TypePattern::closeness).reversed();
  }

  /** Every route that has a handler. */
  Set<Route> routes() {
    return byRoute.keySet();
  }

  /**
   * The routes of a source, in the order in which they were registered. Not those of compensations:
   * no delivery goes there.
   */
  List<Route> routesOf(String source) {
    return bySource.getOrDefault(source, List.of());
  }

  /** The routes of a source that take the type. */
  List<Route> takers(String source, String type) {
    return routesOf(source).stream().filter(route -> closest(route, type).isPresent()).toList();
  }

  /** The handler that takes the type on the route. */
  Optional<Subscription> closest(Route route, String type) {
    return byRoute.getOrDefault(route, List.of()).stream()
        .filter(subscription -> subscription.types().matches(type))
        .findFirst();
  }

  /** The policy of the handler that takes the type, or the default where none does. */
  RunPolicy policy(Route route, String type) {
    return closest(route, type).map(Subscription::policy).orElse(RunPolicy.DEFAULT);
  }
}
