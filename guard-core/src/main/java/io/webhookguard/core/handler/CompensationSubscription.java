package io.webhookguard.core.handler;

import io.webhookguard.api.event.Route;

/**
 * A compensation and what it undoes. Of those of one route that match a type, the closest one gets
 * the event.
 *
 * @param subscription the compensation as a handler of the route that compensations have for
 *     themselves
 */
public record CompensationSubscription(Subscription subscription) {

  public CompensationSubscription {
    if (!Undone.isRouteOfCompensations(subscription.route())) {
      throw new IllegalArgumentException(
          subscription.route() + " is not a route of compensations: use of or transactional");
    }
  }

  /**
   * A compensation.
   *
   * @param consumer which of the source's consumers has the effect that it undoes
   * @param policy what follows from how its attempts end
   */
  public static CompensationSubscription of(
      String source, String consumer, String types, Compensation compensation, RunPolicy policy) {
    return with(
        new Route(source, consumer),
        types,
        (Handler) context -> compensation.undo(context, Undone.of(context)),
        policy);
  }

  /**
   * A compensation in a transaction of the guard's.
   *
   * @param consumer which of the source's consumers has the effect that it undoes
   * @param policy what follows from how its attempts end; nothing is ever in doubt
   */
  public static CompensationSubscription transactional(
      String source,
      String consumer,
      String types,
      TransactionalCompensation compensation,
      RunPolicy policy) {
    return with(
        new Route(source, consumer),
        types,
        (TransactionalHandler)
            (context, connection) -> compensation.undo(context, Undone.of(context), connection),
        policy);
  }

  private static CompensationSubscription with(
      Route route, String types, EventHandler handler, RunPolicy policy) {
    return new CompensationSubscription(
        new Subscription(
            Undone.routeOfCompensations(route), new TypePattern(types), handler, policy));
  }
}
