package io.webhookguard.api.ledger;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;

/**
 * A decision that is appended apart from any state change: a summary, or a note.
 *
 * @param subject what it is about: an event, or for {@link DecisionKind#REJECTED} a source
 * @param kind a summary or a note, see {@link DecisionKind#isSummary} and {@link
 *     DecisionKind#isNote}
 * @param actor the node, or for notes the person, that decided
 * @param token the token that was refused, for {@link DecisionKind#SUPERSEDED}; of a note 0
 * @param count how often since the last summary, at least 1; of a note 1
 * @param detail one line for a person, at most {@value #MAX_DETAIL_CHARS} characters
 */
public record Decision(
    Subject subject, DecisionKind kind, String actor, long token, long count, String detail) {

  /** The longest detail in characters. */
  public static final int MAX_DETAIL_CHARS = 600;

  public Decision {
    if (!kind.isSummary() && !kind.isNote()) {
      throw new IllegalArgumentException(kind + " is written by the state change it belongs to");
    }
    if ((kind == DecisionKind.REJECTED) != (subject instanceof Subject.OfSource)) {
      throw new IllegalArgumentException(kind + " is not about " + subject);
    }
    if (count < 1) {
      throw new IllegalArgumentException("a summary counts at least 1, got " + count);
    }
    if (kind.isNote() && (count != 1 || token != 0)) {
      throw new IllegalArgumentException("a note counts 1 and has no token, got " + count);
    }
    Names.requireOpaque("actor", actor);
    detail = Names.printable(detail, MAX_DETAIL_CHARS);
  }

  /**
   * A note about an event.
   *
   * @param kind one of the notes
   * @param actor the person who decided
   * @param detail what was decided and why, in one line for a person
   */
  public static Decision note(EventKey key, DecisionKind kind, String actor, String detail) {
    return new Decision(new Subject.OfEvent(key), kind, actor, 0, 1, detail);
  }
}
