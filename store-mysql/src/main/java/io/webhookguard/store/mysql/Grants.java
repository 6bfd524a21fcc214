package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.store.sql.internal.EventRows;
import io.webhookguard.store.sql.internal.StoreClock;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes events that are locked the caller's to run: new claims with new tokens, and the entries
 * that say so.
 */
final class Grants {

  private final WriteSession session;
  private final Block block;
  private final Journal journal;
  private final JsonRows claims = new JsonRows();
  private final List<EventRow> changed = new ArrayList<>();
  private final List<Long> tokens = new ArrayList<>();

  /** Grants with the tokens of a block that was taken while the events and lanes were locked. */
  Grants(WriteSession session, Block block) {
    this.session = session;
    this.block = block;
    this.journal = new Journal(session, block);
  }

  /** A PENDING event starts (ES-10). */
  void start(EventRow event, Terms terms) {
    event.start(nextToken(), session.now());
    add(event, terms, DecisionKind.STARTED, "");
  }

  /** A PROCESSING event changes hands (ES-31). */
  void takeOver(EventRow event, String previousOwner, Terms terms) {
    event.takeOver(nextToken());
    add(event, terms, DecisionKind.RECOVERED, "from " + previousOwner);
  }

  private long nextToken() {
    return block.at(tokens.size() + 1);
  }

  private void add(EventRow event, Terms terms, DecisionKind kind, String detail) {
    tokens.add(event.token);
    changed.add(event);
    claims
        .row()
        .put("token", event.token)
        .put("seq", event.seq)
        .put("lease_end", StoreClock.after(session.now(), terms.lease()))
        .put("claim_id", terms.claimId())
        .put("owner", terms.owner())
        .putDigest("lane", event.lane);
    journal.add(event, new Journal.Entry(kind, terms.owner(), event.attempts, event.token, detail));
  }

  /** Writes all of it, and reads what there is to run, in the order of the grants. */
  List<Attempt> write() {
    if (tokens.isEmpty()) {
      return List.of();
    }
    Events.write(session, changed);
    session.runNow(MysqlStatement.ADD_CLAIMS, "claims", claims);
    journal.write();
    return attempts();
  }

  private List<Attempt> attempts() {
    List<Attempt> attempts =
        session
            .call(MysqlStatement.FIND_ATTEMPTS)
            .bind("tokens", Tokens.rows(tokens).text())
            .list(EventRows::attempt);
    if (attempts.size() != tokens.size()) {
      throw new CorruptStateException("an event that was to start has lost its payload");
    }
    return attempts;
  }
}
