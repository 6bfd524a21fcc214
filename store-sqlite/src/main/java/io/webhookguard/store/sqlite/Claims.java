package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.store.sql.internal.EventRows;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Says who may run an event, and for how long (ES-10 to ES-16, ES-30 to ES-33).
 *
 * <p>Routes are asked one by one, because the index serves one route in order of time; the longest
 * due of all of them go first, so that no route starves another.
 */
final class Claims {

  private final SqliteWriter writer;

  Claims(SqliteWriter writer) {
    this.writer = writer;
  }

  /** Under what a claim is granted or taken over. */
  record Terms(String owner, UUID claimId, Duration lease) {}

  /** A row that may be claimed, since when, and who had it before. */
  private record Candidate(long seq, long since, String previousOwner) {}

  List<Attempt> claim(ClaimRequest request) {
    Terms terms = new Terms(request.owner(), request.claimId(), request.lease());
    return writer.write(
        session -> {
          List<Attempt> earlier = current(session, terms.claimId());
          if (!earlier.isEmpty()) {
            return earlier;
          }
          List<Candidate> wanted =
              request
                  .selection()
                  .match(
                      heads -> dueHeads(session, heads.routes(), heads.limit()),
                      one -> dueHead(session, one.key().digest()));
          return grantAll(session, wanted, terms);
        });
  }

  private static List<Candidate> dueHeads(WriteSession session, Set<Route> routes, int limit) {
    List<Candidate> due = new ArrayList<>();
    for (Route route : routes) {
      HotStatements.Call call = ofRoute(session, SqliteStatement.DUE_HEADS, route, limit);
      due.addAll(call.list(row -> new Candidate(row.number("seq"), row.number("due_at"), "")));
    }
    return longestFirst(due, limit);
  }

  private static HotStatements.Call ofRoute(
      WriteSession session, SqliteStatement statement, Route route, int limit) {
    return session
        .call(statement)
        .bind("source", route.source())
        .bind("consumer", route.consumer())
        .bind("now", session.now())
        .bind("limit", limit);
  }

  private static List<Candidate> longestFirst(List<Candidate> candidates, int limit) {
    return candidates.stream()
        .sorted(Comparator.comparingLong(Candidate::since).thenComparingLong(Candidate::seq))
        .limit(limit)
        .toList();
  }

  private static List<Candidate> dueHead(WriteSession session, Sha256 digest) {
    return session
        .call(SqliteStatement.DUE_HEAD)
        .bind("digest", digest)
        .bind("now", session.now())
        .list(row -> new Candidate(row.number("seq"), row.number("due_at"), ""));
  }

  private static List<Attempt> grantAll(WriteSession session, List<Candidate> wanted, Terms terms) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    long token = session.takeSerials(wanted.size());
    for (Candidate candidate : wanted) {
      token++;
      grant(session, candidate.seq(), token, terms);
    }
    return current(session, terms.claimId());
  }

  /** Makes a PENDING head the owner's to run, and writes that it starts. */
  static void grant(WriteSession session, long seq, long token, Terms terms) {
    int attempts = hold(session, SqliteStatement.GRANT_CLAIM, seq, token, terms);
    Journal.writeAttempt(
        session, seq, new Journal.Entry(DecisionKind.STARTED, terms.owner(), attempts, token, ""));
  }

  /** Returns the number of the attempt. */
  private static int hold(
      WriteSession session, SqliteStatement statement, long seq, long token, Terms terms) {
    return session
        .call(statement)
        .bind("seq", seq)
        .bind("token", token)
        .bind("owner", terms.owner())
        .bind("claim_id", terms.claimId())
        .bind("now", session.now())
        .bind("lease_end", StoreClock.after(session.now(), terms.lease()))
        .first(row -> row.count("attempts"))
        .orElseThrow(() -> new CorruptStateException("row " + seq + " was found and is not there"));
  }

  /** The current claim of a row that is PROCESSING. */
  static Attempt attempt(WriteSession session, long seq) {
    return session
        .call(SqliteStatement.FIND_ATTEMPT)
        .bind("seq", seq)
        .first(EventRows::attempt)
        .orElseThrow(() -> new CorruptStateException("row " + seq + " has lost its payload"));
  }

  private static List<Attempt> current(WriteSession session, UUID claimId) {
    return session
        .call(SharedStatement.FIND_CLAIMS)
        .bind("claim_id", claimId)
        .list(EventRows::attempt);
  }

  List<Attempt> recover(RecoverRequest request) {
    Terms terms = new Terms(request.owner(), request.claimId(), request.lease());
    return writer.write(
        session -> {
          List<Attempt> earlier = current(session, terms.claimId());
          return earlier.isEmpty()
              ? takeOverAll(session, lapsed(session, request), terms)
              : earlier;
        });
  }

  private static List<Candidate> lapsed(WriteSession session, RecoverRequest request) {
    List<Candidate> lapsed = new ArrayList<>();
    for (Route route : request.routes()) {
      lapsed.addAll(
          ofRoute(session, SqliteStatement.LAPSED_CLAIMS, route, request.limit())
              .list(
                  row ->
                      new Candidate(
                          row.number("seq"), row.number("lease_end"), row.text("owner"))));
    }
    return longestFirst(lapsed, request.limit());
  }

  private static List<Attempt> takeOverAll(
      WriteSession session, List<Candidate> lapsed, Terms terms) {
    if (lapsed.isEmpty()) {
      return List.of();
    }
    long token = session.takeSerials(lapsed.size());
    for (Candidate candidate : lapsed) {
      token++;
      int attempts = hold(session, SqliteStatement.TAKE_OVER, candidate.seq(), token, terms);
      String from = "from " + candidate.previousOwner();
      Journal.writeAttempt(
          session,
          candidate.seq(),
          new Journal.Entry(DecisionKind.RECOVERED, terms.owner(), attempts, token, from));
    }
    return current(session, terms.claimId());
  }

  List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    return writer.write(
        session -> {
          long leaseEnd = StoreClock.after(session.now(), lease);
          List<RenewAnswer> answers = new ArrayList<>(claims.size());
          claims.forEach(claim -> answers.add(renew(session, claim, leaseEnd)));
          return answers;
        });
  }

  private static RenewAnswer renew(WriteSession session, Claim claim, long leaseEnd) {
    return session
        .call(SqliteStatement.RENEW_CLAIM)
        .bind("digest", claim.key().digest())
        .bind("token", claim.token().value())
        .bind("lease_end", leaseEnd)
        .first(
            row ->
                new Claim(
                    claim.key(),
                    row.text("owner"),
                    row.id("claim_id"),
                    claim.token(),
                    Instant.ofEpochMilli(leaseEnd)))
        .<RenewAnswer>map(RenewAnswer.Renewed::new)
        .orElseGet(
            () -> new RenewAnswer.Superseded(ClaimStanding.newestToken(session, claim.key())));
  }
}
