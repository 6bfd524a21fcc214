package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Claim;
import java.util.Optional;

/**
 * What an event's row says of its claims.
 *
 * @param seq the row's number
 * @param state the event's state
 * @param newestToken the token of the newest claim
 * @param generation the event's generation
 * @param settledToken the token of the settlement that took effect last
 * @param settledAs the name of that settlement
 */
record ClaimStanding(
    long seq,
    EventState state,
    long newestToken,
    int generation,
    long settledToken,
    String settledAs) {

  /** How the event stands, or nothing if it is not known. */
  static Optional<ClaimStanding> find(WriteSession session, EventKey key) {
    return session
        .call(SqliteStatement.CLAIM_STANDING)
        .bind("digest", key.digest())
        .first(
            row ->
                new ClaimStanding(
                    row.number("seq"),
                    EventState.valueOf(row.text("state")),
                    row.number("token"),
                    row.count("generation"),
                    row.number("settled_token"),
                    row.text("settled_as")));
  }

  /** The token of the newest claim; 0 when the event is not known. */
  static long newestToken(WriteSession session, EventKey key) {
    return find(session, key).map(ClaimStanding::newestToken).orElse(0L);
  }

  /** Whether the claim is current. Its lease may have ended (ES-27). */
  boolean isHeldBy(Claim claim) {
    return state == EventState.PROCESSING && newestToken == claim.token().value();
  }
}
