package io.webhookguard.core.handler;

import io.webhookguard.api.event.Route;

/**
 * A handler and what it takes. Of the subscriptions of one route that match a type, the closest one
 * gets the event.
 *
 * @param route the source and the consumer that the handler works for
 * @param types which event types
 * @param handler the code
 * @param policy what follows from how its attempts end
 * @param schema which version of payloads it reads
 */
public record Subscription(
    Route route, TypePattern types, EventHandler handler, RunPolicy policy, Schema schema) {

  /** A subscription that reads any version of payloads. */
  public Subscription(Route route, TypePattern types, EventHandler handler, RunPolicy policy) {
    this(route, types, handler, policy, Schema.ANY);
  }

  /** This subscription under another policy. */
  public Subscription under(RunPolicy wanted) {
    return new Subscription(route, types, handler, wanted, schema);
  }

  /** This subscription, reading payloads of one version. */
  public Subscription reading(Schema wanted) {
    return new Subscription(route, types, handler, policy, wanted);
  }

  /** A subscription of a source's only consumer, under the default policy. */
  public static Subscription of(String source, String types, Handler handler) {
    return new Subscription(Route.main(source), new TypePattern(types), handler, RunPolicy.DEFAULT);
  }

  /** A subscription under a policy of its own. */
  public static Subscription of(
      String source, String consumer, String types, Handler handler, RunPolicy policy) {
    return new Subscription(new Route(source, consumer), new TypePattern(types), handler, policy);
  }

  /** A probed handler under a policy of its own. */
  public static Subscription probed(
      String source, String consumer, String types, ProbedHandler handler, RunPolicy policy) {
    return new Subscription(new Route(source, consumer), new TypePattern(types), handler, policy);
  }

  /** A transactional handler of a source's only consumer, under the default policy. */
  public static Subscription transactional(
      String source, String types, TransactionalHandler handler) {
    return transactional(source, Route.MAIN_CONSUMER, types, handler, RunPolicy.DEFAULT);
  }

  /** A transactional handler under a policy of its own. */
  public static Subscription transactional(
      String source,
      String consumer,
      String types,
      TransactionalHandler handler,
      RunPolicy policy) {
    return new Subscription(new Route(source, consumer), new TypePattern(types), handler, policy);
  }
}
