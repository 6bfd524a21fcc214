package io.webhookguard.core.internal;

import io.webhookguard.api.event.Route;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.runtime.GuardRuntime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gates of the routes that have limits of their own. Immutable after building. */
final class Gates {

  private final Map<Route, Gate> gates = new HashMap<>();

  Gates(Map<Route, FlowPolicy> policies, GuardRuntime runtime) {
    policies.forEach(
        (route, policy) -> {
          if (!policy.equals(FlowPolicy.NONE)) {
            gates.put(route, new Gate(route.toString(), policy, runtime));
          }
        });
  }

  /** The route's gate, if it has limits. */
  Optional<Gate> of(Route route) {
    return Optional.ofNullable(gates.get(route));
  }

  /** How many attempts of the route could start now. */
  int room(Route route) {
    return of(route).map(Gate::room).orElse(Integer.MAX_VALUE);
  }

  /** Those of the routes that nothing limits now. */
  Set<Route> wideOpen(Set<Route> routes) {
    if (gates.isEmpty()) {
      return routes;
    }
    Set<Route> open = new HashSet<>(routes);
    open.removeIf(route -> !of(route).map(Gate::isWideOpen).orElse(true));
    return open;
  }

  /** Those of the routes that may be limited now, in no order. */
  List<Route> limited(Set<Route> routes) {
    return routes.stream().filter(route -> !of(route).map(Gate::isWideOpen).orElse(true)).toList();
  }

  /** Lets one attempt of the route start, or not now. */
  Optional<Gate.Pass> enter(Route route) {
    return of(route).map(Gate::enter).orElse(Optional.of(Gate.Pass.FREE));
  }
}
