package io.webhookguard.api.event;

/**
 * One consumer of one source: the unit that handlers, claims and lanes belong to.
 *
 * @param source one configured origin of webhooks, such as {@code stripe-live}
 * @param consumer who handles its events, usually {@value #MAIN_CONSUMER}
 */
public record Route(String source, String consumer) {

  /** The consumer of a source that has only one. */
  public static final String MAIN_CONSUMER = "main";

  public Route {
    Names.requireLabel("source", source);
    Names.requireLabel("consumer", consumer);
  }

  /** The route of the source's only consumer. */
  public static Route main(String source) {
    return new Route(source, MAIN_CONSUMER);
  }

  @Override
  public String toString() {
    return source + "/" + consumer;
  }
}
