package io.webhookguard.api.ledger;

import java.time.Instant;

/**
 * One decision as it was recorded. Never changed, never removed before its retention ends.
 *
 * @param position its place in the store's ledger: grows, with gaps
 * @param subject what it is about
 * @param number 1, 2, 3 … without gaps for one event; 0 for a source
 * @param at when, by the store's clock
 * @param kind what was decided
 * @param actor the node or the person who decided
 * @param generation of the event, 0 for a source
 * @param attempt the attempt's number, 0 when none is concerned
 * @param token the claim's token, 0 when none is concerned
 * @param count how often; 1 except for summaries
 * @param detail one line for a person: problem, reason, response status. Never a payload
 */
public record LedgerEntry(
    long position,
    Subject subject,
    int number,
    Instant at,
    DecisionKind kind,
    String actor,
    int generation,
    int attempt,
    long token,
    long count,
    String detail) {

  /** The actor of what neither a node nor a person signs. */
  public static final String GUARD = "guard";
}
