package io.webhookguard.store.postgres;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.store.sql.internal.EventRows;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who may run an event, and for how long (ES-10 to ES-16, ES-30 to ES-33). */
final class Claims {

  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  /** How often a call is made whose earlier claims end while it looks. */
  private static final int MOST_TRIES = 8;

  private final PostgresDatabase database;
  private final SqlReads reads;
  private final StoreClock clock;
  private final Patience patience;

  Claims(PostgresDatabase database, SqlReads reads, StoreClock clock) {
    this.database = database;
    this.reads = reads;
    this.clock = clock;
    this.patience = new Patience(database);
  }

  /** What one statement granted. */
  private record Granted(
      boolean heldElsewhere, boolean lanesToCount, boolean repeated, Optional<Attempt> attempt) {

    static Granted read(Row row) throws SQLException {
      return new Granted(
          row.flag("held_elsewhere"),
          row.flag("lanes_to_count"),
          row.flag("repeated"),
          row.isNull("seq") ? Optional.empty() : Optional.of(EventRows.attempt(row)));
    }

    static List<Attempt> attempts(List<Granted> rows) {
      return rows.stream().flatMap(row -> row.attempt().stream()).toList();
    }
  }

  /**
   * A repeat is answered by a second look, at the claims of the first call. If those have ended
   * between the two looks, the id is free again, and the call is made anew (ES-13, ES-15).
   */
  List<Attempt> claim(ClaimRequest request) {
    for (int tries = 1; ; tries++) {
      List<Granted> granted = claimAndCount(request);
      List<Attempt> answer = answer(granted, request.claimId());
      if (!granted.get(0).repeated() || !answer.isEmpty() || tries == MOST_TRIES) {
        return answer;
      }
    }
  }

  /**
   * A claim that met lanes which are not counted down yet counts them and, if it was granted
   * nothing else, looks once more: those lanes may be due now.
   */
  private List<Granted> claimAndCount(ClaimRequest request) {
    List<Granted> granted = claimOnce(request);
    if (!granted.get(0).lanesToCount()) {
      return granted;
    }
    if (granted.get(0).attempt().isEmpty()) {
      countLanes();
      return claimOnce(request);
    }
    try {
      countLanes();
    } catch (GuardException e) {
      // What was granted is answered all the same; another claim counts those lanes.
      log.debug("lanes are left uncounted: {}", e.getMessage());
    }
    return granted;
  }

  private void countLanes() {
    database.write(statements -> statements.call(PostgresStatement.COUNT_LANES).update());
  }

  private List<Granted> claimOnce(ClaimRequest request) {
    return request
        .selection()
        .match(heads -> claimHeads(request, heads), one -> claimOne(request, one.key()));
  }

  private List<Granted> claimHeads(ClaimRequest request, ClaimRequest.Selection.DueHeads heads) {
    List<Route> routes = List.copyOf(heads.routes());
    return database.write(
        statements ->
            terms(statements.call(PostgresStatement.CLAIM_DUE), request)
                .bind("routes", SqlArray.longs(routes, RouteNumber::of))
                .bind("limit", heads.limit())
                .list(Granted::read));
  }

  /**
   * Another call may look at the event in the same moment: it is waited for, because it may leave
   * it.
   */
  private List<Granted> claimOne(ClaimRequest request, EventKey key) {
    List<Granted> granted = database.write(statements -> claimOne(statements, request, key));
    return granted.get(0).heldElsewhere()
        ? database.transaction(
            statements -> {
              statements
                  .call(PostgresStatement.LOCK_DUE_OF_EVENT)
                  .bind("key", StoredKey.of(key))
                  .bind("route", RouteNumber.of(key.route()))
                  .list(row -> row.count("held"));
              return claimOne(statements, request, key);
            })
        : granted;
  }

  private List<Granted> claimOne(HotStatements statements, ClaimRequest request, EventKey key) {
    return terms(statements.call(PostgresStatement.CLAIM_ONE), request)
        .bind("key", StoredKey.of(key))
        .bind("route", RouteNumber.of(key.route()))
        .list(Granted::read);
  }

  private HotStatements.Call terms(HotStatements.Call call, ClaimRequest request) {
    return call.bind("now", clock.givenMillis())
        .bind("claim_id", request.claimId())
        .bind("owner", request.owner())
        .bind("lease", StoreClock.after(0, request.lease()));
  }

  private List<Attempt> answer(List<Granted> granted, UUID claimId) {
    return granted.get(0).repeated() ? reads.claims(claimId) : Granted.attempts(granted);
  }

  List<Attempt> recover(RecoverRequest request) {
    List<Route> routes = List.copyOf(request.routes());
    List<Granted> granted =
        database.write(
            statements ->
                statements
                    .call(PostgresStatement.RECOVER)
                    .bind("now", clock.givenMillis())
                    .bind("sources", SqlArray.texts(routes, Route::source))
                    .bind("consumers", SqlArray.texts(routes, Route::consumer))
                    .bind("limit", request.limit())
                    .bind("claim_id", request.claimId())
                    .bind("owner", request.owner())
                    .bind("lease", StoreClock.after(0, request.lease()))
                    .list(Granted::read));
    return answer(granted, request.claimId());
  }

  List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    return Rounds.decide(
        claims,
        Claim::token,
        (round, items) ->
            patience.decide(
                items,
                Claim::token,
                (statements, batch) -> renew(statements, batch, lease),
                RenewAnswer.Locked.class::isInstance));
  }

  private List<RenewAnswer> renew(HotStatements statements, List<Claim> claims, Duration lease) {
    return statements
        .call(PostgresStatement.RENEW)
        .bind("now", clock.givenMillis())
        .bind("keys", SqlArray.bytes(claims, claim -> StoredKey.of(claim.key())))
        .bind("tokens", SqlArray.longs(claims, claim -> claim.token().value()))
        .bind("lease", StoreClock.after(0, lease))
        .list(row -> renewal(row, claims.get(row.count("place") - 1)));
  }

  private static RenewAnswer renewal(Row row, Claim claim) throws SQLException {
    if (row.flag("renewed")) {
      return new RenewAnswer.Renewed(
          new Claim(
              claim.key(),
              row.text("owner"),
              row.id("claim_id"),
              new FencingToken(claim.token().value()),
              row.time("lease_end")));
    }
    return row.flag("held_elsewhere")
        ? new RenewAnswer.Locked()
        : new RenewAnswer.Superseded(row.isNull("newest_token") ? 0 : row.number("newest_token"));
  }
}
