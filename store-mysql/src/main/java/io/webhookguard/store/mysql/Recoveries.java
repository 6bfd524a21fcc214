package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.RecoverRequest;
import java.util.List;
import java.util.Map;

/** Takes over claims whose lease has ended (ES-31, ES-32). */
final class Recoveries {

  private final Connections connections;

  Recoveries(Connections connections) {
    this.connections = connections;
  }

  List<Attempt> recover(RecoverRequest request) {
    Terms terms = new Terms(request.owner(), request.claimId(), request.lease());
    return connections.write(
        session ->
            Claims.wasCalled(session, terms.claimId())
                ? Claims.current(session, terms.claimId())
                : takeOverAll(session, lapsed(session, request), terms));
  }

  /** Found without a lock, locked one by one, and looked at again: only one takes each (ES-32). */
  private static List<ClaimRow> lapsed(WriteSession session, RecoverRequest request) {
    if (request.routes().isEmpty()) {
      return List.of();
    }
    JsonRows routes = new JsonRows();
    request
        .routes()
        .forEach(
            route -> routes.row().put("source", route.source()).put("consumer", route.consumer()));
    List<Long> tokens =
        session
            .call(MysqlStatement.LAPSED_CLAIMS)
            .bind("routes", routes.text())
            .bind("now", session.now())
            .bind("limit", request.limit())
            .list(row -> row.number("token"));
    Map<Long, ClaimRow> locked = ClaimRow.lockFree(session, tokens);
    return tokens.stream()
        .filter(locked::containsKey)
        .map(locked::get)
        .filter(claim -> claim.leaseEnd() <= session.now())
        .toList();
  }

  private static List<Attempt> takeOverAll(
      WriteSession session, List<ClaimRow> lapsed, Terms terms) {
    if (lapsed.isEmpty()) {
      return List.of();
    }
    Map<Long, EventRow> events =
        Events.lock(
            session, MysqlStatement.LOCK_EVENTS, lapsed.stream().map(ClaimRow::seq).toList());
    Grants grants = new Grants(session, session.takeBlock());
    Claims.remember(session, terms.claimId());
    session.run(
        MysqlStatement.REMOVE_CLAIMS,
        "tokens",
        Tokens.rows(lapsed.stream().map(ClaimRow::token).toList()));
    for (ClaimRow claim : lapsed) {
      EventRow event = events.get(claim.seq());
      if (event == null || event.token != claim.token()) {
        throw new CorruptStateException("claim " + claim.token() + " has lost its event");
      }
      grants.takeOver(event, claim.owner(), terms);
    }
    return grants.write();
  }
}
