package io.webhookguard.store.mysql;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.store.sql.internal.EventRows;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Says who may run an event, and for how long (ES-10 to ES-16, ES-30).
 *
 * <p>A claim locks rows of what is due and passes over those that another claim has, so that claims
 * never wait for each other. Then it locks the events, passing over those that are being changed,
 * and only then takes its numbers: whatever was claimed of these events and lanes before was
 * committed by then, under smaller tokens (ES-12). Who wants one event waits for its rows: it must
 * be granted if it may run (ES-15), and no user's transaction holds an event that waits.
 *
 * <p>A lane that a settlement in a user's transaction let go is counted down by the next claim that
 * meets it, in a transaction of its own, because a claim locks no lane.
 */
final class Claims {

  /** How often a claim is made anew after it counted lanes down. */
  private static final int MOST_ROUNDS = 3;

  private final Connections connections;

  Claims(Connections connections) {
    this.connections = connections;
  }

  /** What a call granted, and the lanes that it met and that are to be counted down. */
  private record Round(List<Attempt> granted, Map<Sha256, DueRow> ended) {}

  List<Attempt> claim(ClaimRequest request) {
    Terms terms = new Terms(request.owner(), request.claimId(), request.lease());
    for (int round = 1; ; round++) {
      Round result = connections.write(session -> claim(session, request.selection(), terms));
      boolean another = round < MOST_ROUNDS && result.granted().isEmpty();
      if (!result.ended().isEmpty() && (another || round == 1)) {
        connections.write(
            session -> {
              Lanes.tidy(session, result.ended());
              return true;
            });
      }
      if (!another || result.ended().isEmpty()) {
        return result.granted();
      }
    }
  }

  private static Round claim(WriteSession session, ClaimRequest.Selection selection, Terms terms) {
    boolean repeated = wasCalled(session, terms.claimId());
    List<Attempt> current = repeated ? current(session, terms.claimId()) : List.of();
    if (!current.isEmpty()) {
      return new Round(current, Map.of());
    }
    List<DueRow> due =
        selection.match(
            heads -> dueHeads(session, heads.routes(), heads.limit()),
            one -> dueHead(session, one.key()));
    Map<Sha256, DueRow> ended = new HashMap<>();
    due.stream().filter(DueRow::ended).forEach(row -> ended.put(row.lane().orElseThrow(), row));
    List<Candidate> candidates = candidates(session, due);
    Optional<Long> wanted =
        selection.match(heads -> Optional.empty(), one -> seqOf(session, one.key()));
    wanted.ifPresent(seq -> candidates.removeIf(candidate -> candidate.seq() != seq));
    MysqlStatement how =
        wanted.isPresent() ? MysqlStatement.LOCK_EVENTS : MysqlStatement.LOCK_FREE_EVENTS;
    return new Round(grantAll(session, how, candidates, terms, repeated), ended);
  }

  /**
   * Whether a call with this id granted claims (ES-13). Of two repeats of such a call the second
   * waits here for the first, and then sees what that was granted.
   */
  static boolean wasCalled(WriteSession session, UUID claimId) {
    return session
        .call(MysqlStatement.CLAIM_CALL)
        .bind("claim_id", claimId)
        .first(row -> row.number("at"))
        .isPresent();
  }

  static List<Attempt> current(WriteSession session, UUID claimId) {
    return session
        .call(SharedStatement.FIND_CLAIMS)
        .bind("claim_id", claimId)
        .list(EventRows::attempt);
  }

  /** The call granted claims: a repeat grants nothing more while one of them is current. */
  static void remember(WriteSession session, UUID claimId) {
    session.runNow(
        MysqlStatement.ADD_CLAIM_CALLS, "calls", new JsonRows().row().put("claim_id", claimId));
  }

  /**
   * A route after another, those with the longest due first; the longest due of all go on. Lanes
   * that are to be counted down take no place from what can be granted.
   */
  private static List<DueRow> dueHeads(WriteSession session, Set<Route> routes, int limit) {
    List<DueRow> due = new ArrayList<>();
    List<DueRow> ended = new ArrayList<>();
    for (long route : routesDue(session, routes)) {
      session
          .call(MysqlStatement.LOCK_DUE)
          .bind("route", route)
          .bind("now", session.now())
          .bind("limit", limit)
          .list(DueRow::read)
          .forEach(row -> (row.ended() ? ended : due).add(row));
    }
    return Stream.concat(
            due.stream()
                .sorted(Comparator.comparingLong(DueRow::dueAt).thenComparingLong(DueRow::id))
                .limit(limit),
            ended.stream())
        .toList();
  }

  /** One route is looked at without asking first. */
  private static List<Long> routesDue(WriteSession session, Set<Route> routes) {
    if (routes.size() < 2) {
      return routes.stream().map(RouteNumber::of).toList();
    }
    JsonRows rows = new JsonRows();
    routes.forEach(route -> rows.row().put("route", RouteNumber.of(route)));
    return session
        .call(MysqlStatement.ROUTES_DUE)
        .bind("routes", rows.text())
        .bind("now", session.now())
        .list(row -> row.number("route"));
  }

  /** What is due for one event: itself, or its lane if nobody holds that. */
  private static List<DueRow> dueHead(WriteSession session, EventKey key) {
    return find(session, key)
        .filter(known -> known.record().status() instanceof Status.Pending)
        .map(known -> dueHead(session, known))
        .orElse(List.of());
  }

  private static List<DueRow> dueHead(WriteSession session, KnownEvent known) {
    EventKey key = known.record().key();
    Lane lane = known.record().lane();
    if (!lane.isNone() && !known.record().holdsLane()) {
      return session
          .call(MysqlStatement.FIND_VACANCY)
          .bind("lane", lane.digest(key.route(), key.scope()))
          .bind("now", session.now())
          .first(DueRow::read)
          .map(vacancy -> lock(session, vacancy))
          .orElse(List.of());
    }
    Status.Pending pending = (Status.Pending) known.record().status();
    long dueAt = pending.dueAt().toEpochMilli();
    return lock(session, DueRow.ofEvent(key.route(), dueAt, known.seq()));
  }

  private static List<DueRow> lock(WriteSession session, DueRow row) {
    return session
        .call(MysqlStatement.LOCK_DUE_EVENT)
        .bind("route", row.route())
        .bind("due_at", row.dueAt())
        .bind("id", row.id())
        .bind("now", session.now())
        .list(DueRow::read);
  }

  private static Optional<KnownEvent> find(WriteSession session, EventKey key) {
    return session
        .call(SharedStatement.FIND_EVENT)
        .bind("key", StoredKey.of(key))
        .first(KnownEvent::read);
  }

  private static Optional<Long> seqOf(WriteSession session, EventKey key) {
    return find(session, key).map(KnownEvent::seq).or(() -> Optional.of(0L));
  }

  /** An event that is due, and how it is written in the table of those that wait, if it is. */
  private record Candidate(DueRow due, long seq, Optional<WaitingRow> waiting) {}

  private static List<Candidate> candidates(WriteSession session, List<DueRow> due) {
    Map<Long, WaitingRow> heads = heads(session, due);
    List<Candidate> candidates = new ArrayList<>();
    for (DueRow row : due) {
      if (row.seq().isPresent()) {
        candidates.add(new Candidate(row, row.seq().get(), Optional.empty()));
      } else if (!row.ended() && heads.containsKey(row.id())) {
        WaitingRow head = heads.get(row.id());
        candidates.add(new Candidate(row, head.seq(), Optional.of(head)));
      }
    }
    return candidates;
  }

  private static Map<Long, WaitingRow> heads(WriteSession session, List<DueRow> due) {
    JsonRows lanes = new JsonRows();
    due.stream()
        .filter(row -> row.seq().isEmpty() && !row.ended())
        .forEach(row -> lanes.row().put("lane", row.id()));
    Map<Long, WaitingRow> heads = new HashMap<>();
    if (!lanes.isEmpty()) {
      session
          .call(MysqlStatement.LANE_HEADS)
          .bind("lanes", lanes.text())
          .list(WaitingRow::read)
          .forEach(head -> heads.put(head.lane(), head));
    }
    return heads;
  }

  /** What somebody else is changing, or changed meanwhile, is left for the next call. */
  private static List<Attempt> grantAll(
      WriteSession session,
      MysqlStatement how,
      List<Candidate> candidates,
      Terms terms,
      boolean remembered) {
    Map<Long, EventRow> locked =
        Events.lock(session, how, candidates.stream().map(Candidate::seq).toList());
    Map<Candidate, EventRow> granted = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      EventRow event = locked.get(candidate.seq());
      if (event != null && event.isDue(session.now())) {
        granted.put(candidate, event);
      }
    }
    if (granted.isEmpty()) {
      return List.of();
    }
    Grants grants = new Grants(session, session.takeBlock());
    if (!remembered) {
      remember(session, terms.claimId());
    }
    Due.remove(session, granted.keySet().stream().map(Candidate::due).toList());
    WaitingRow.remove(
        session, granted.keySet().stream().flatMap(row -> row.waiting().stream()).toList());
    granted.values().forEach(event -> grants.start(event, terms));
    return grants.write();
  }

  /** Renews what is current; a claim that a user's transaction holds is passed over (ES-28). */
  List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    return connections.patiently(
        claims,
        some -> connections.write(session -> renew(session, some, lease)),
        RenewAnswer.Locked.class::isInstance);
  }

  private static List<RenewAnswer> renew(WriteSession session, List<Claim> claims, Duration lease) {
    long leaseEnd = StoreClock.after(session.now(), lease);
    Map<Long, ClaimRow> locked =
        ClaimRow.lockFree(session, claims.stream().map(claim -> claim.token().value()).toList());
    List<Long> renewed = new ArrayList<>();
    List<Claim> refused = new ArrayList<>();
    for (Claim claim : claims) {
      ClaimRow row = locked.get(claim.token().value());
      if (row != null && row.is(claim)) {
        renewed.add(row.token());
      } else {
        refused.add(claim);
      }
    }
    if (!renewed.isEmpty()) {
      session
          .call(MysqlStatement.RENEW_CLAIMS)
          .bind("tokens", Tokens.rows(renewed).text())
          .bind("lease_end", leaseEnd)
          .update();
    }
    return answers(claims, locked, leaseEnd, Standing.of(session, refused));
  }

  private static List<RenewAnswer> answers(
      List<Claim> claims, Map<Long, ClaimRow> locked, long leaseEnd, List<Standing> standings) {
    List<RenewAnswer> answers = new ArrayList<>(claims.size());
    int refused = 0;
    for (Claim claim : claims) {
      ClaimRow row = locked.get(claim.token().value());
      if (row != null && row.is(claim)) {
        answers.add(new RenewAnswer.Renewed(renewed(claim, row, leaseEnd)));
      } else {
        answers.add(standings.get(refused).answerToRenewal());
        refused++;
      }
    }
    return answers;
  }

  private static Claim renewed(Claim claim, ClaimRow row, long leaseEnd) {
    return new Claim(
        claim.key(),
        row.owner(),
        row.claimId(),
        new FencingToken(row.token()),
        Instant.ofEpochMilli(leaseEnd));
  }
}
