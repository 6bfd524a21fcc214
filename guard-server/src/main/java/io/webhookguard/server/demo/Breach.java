package io.webhookguard.server.demo;

/**
 * A case in which the promise was not kept.
 *
 * @param rule what was promised
 * @param event the event that shows it
 * @param detail what happened instead
 */
public record Breach(Rule rule, String event, String detail) {

  /** What the guard promises to a service that honours idempotency keys. */
  public enum Rule {
    NOTHING_LOST("every accepted event has its effect"),
    ONE_EFFECT("the effect of an event happens once: all its forwards carry one key"),
    NOTHING_INVENTED("only accepted events have effects"),
    SAME_BYTES("the body arrives as the provider sent it"),
    LANE_ORDER("events of a lane run one after another, in the order they were accepted"),
    GROWING_TOKENS("each forward of a lane carries a greater fencing token"),
    DOUBT_MARKED("a repeated forward carries the in-doubt mark"),
    SETTLED("every accepted event is COMPLETE in the end");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /** The promise as a sentence. */
    public String text() {
      return text;
    }
  }

  @Override
  public String toString() {
    return rule.text() + ", but " + event + " " + detail;
  }
}
