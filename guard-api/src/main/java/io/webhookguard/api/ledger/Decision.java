package io.webhookguard.api.ledger;

import io.webhookguard.api.event.Names;

/**
 * A summary that is appended apart from any state change.
 *
 * @param subject what it is about: an event, or for {@link DecisionKind#REJECTED} a source
 * @param kind one of the summaries, see {@link DecisionKind#isSummary}
 * @param actor the node that decided
 * @param token the token that was refused, for {@link DecisionKind#SUPERSEDED}; else 0
 * @param count how often since the last summary, at least 1
 * @param detail one line for a person, at most {@value #MAX_DETAIL_CHARS} characters
 */
public record Decision(
    Subject subject, DecisionKind kind, String actor, long token, long count, String detail) {

  /** The longest detail in characters. */
  public static final int MAX_DETAIL_CHARS = 600;

  public Decision {
    if (!kind.isSummary()) {
      throw new IllegalArgumentException(kind + " is written by the state change it belongs to");
    }
    if ((kind == DecisionKind.REJECTED) != (subject instanceof Subject.OfSource)) {
      throw new IllegalArgumentException(kind + " is not about " + subject);
    }
    if (count < 1) {
      throw new IllegalArgumentException("a summary counts at least 1, got " + count);
    }
    Names.requireOpaque("actor", actor);
    detail = Names.printable(detail, MAX_DETAIL_CHARS);
  }
}
