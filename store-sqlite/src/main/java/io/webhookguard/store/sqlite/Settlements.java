package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.internal.Endings;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends attempts (ES-20 to ES-28).
 *
 * <p>Each ending is one update under the claim's token. If it changes a row, the entry, the
 * response and the lane's next head follow in the same transaction; if not, the row says whether
 * the same settlement took effect before.
 */
final class Settlements {

  private final SqliteWriter writer;

  Settlements(SqliteWriter writer) {
    this.writer = writer;
  }

  List<SettleAnswer> settle(List<Settlement> settlements) {
    return writer.write(
        session -> {
          List<SettleAnswer> answers = new ArrayList<>(settlements.size());
          settlements.forEach(settlement -> answers.add(settle(session, settlement)));
          return answers;
        });
  }

  private static SettleAnswer settle(WriteSession session, Settlement settlement) {
    return end(session, settlement) ? new SettleAnswer.Settled() : answerOfOld(session, settlement);
  }

  /**
   * Ends one attempt in a transaction that is open, the guard's or a user's, and says whether it
   * took effect just now. A repeat does not: it is for the caller to say what that means.
   */
  static boolean end(WriteSession session, Settlement settlement) {
    Optional<Ended> ended = update(session, settlement);
    if (ended.isEmpty()) {
      return false;
    }
    Ended row = ended.get();
    Journal.writeAttempt(
        session,
        row.seq(),
        new Journal.Entry(
            settlement.decision(),
            row.owner(),
            attemptThatEnded(settlement, row),
            settlement.claim().token().value(),
            settlement.detail()));
    if (settlement instanceof Settlement.Complete complete) {
      keepResponse(session, row.seq(), complete.response());
    }
    if (!row.head()) {
      Lanes.leave(session, row.lane());
    }
    return true;
  }

  /** What an ending left on its row. */
  private record Ended(long seq, Optional<Sha256> lane, boolean head, String owner, int attempts) {}

  private static Optional<Ended> update(WriteSession session, Settlement settlement) {
    Change change = new Change(session, settlement);
    HotStatements.Call call =
        settlement.match(
            complete -> change.call(SqliteStatement.SETTLE_COMPLETE).bind("now", session.now()),
            retry ->
                change
                    .pendingAgain(SqliteStatement.SETTLE_RETRY, retry.after(), retry.problem())
                    .bind("mark", retry.mark().name()),
            doubt ->
                change.pendingAgain(SqliteStatement.SETTLE_DOUBT, doubt.after(), doubt.problem()),
            change::fail,
            release ->
                change.pendingAgain(
                    SqliteStatement.SETTLE_RELEASE, release.after(), release.problem()));
    return call.first(
        row ->
            new Ended(
                row.number("seq"),
                row.optionalDigest("lane"),
                row.flag("head"),
                row.text("owner"),
                row.count("attempts")));
  }

  /** Binds what an update needs. */
  private record Change(WriteSession session, Settlement settlement) {

    HotStatements.Call call(SqliteStatement statement) {
      return session
          .call(statement)
          .bind("digest", settlement.claim().key().digest())
          .bind("token", settlement.claim().token().value())
          .bind("settled_as", Endings.name(settlement));
    }

    HotStatements.Call pendingAgain(SqliteStatement statement, Duration after, Problem problem) {
      return withProblem(call(statement), problem)
          .bind("due_at", StoreClock.after(session.now(), after));
    }

    HotStatements.Call fail(Settlement.Fail fail) {
      return withProblem(call(SqliteStatement.SETTLE_FAIL), fail.problem())
          .bind("now", session.now())
          .bind("failure", fail.reason().name())
          .bind("mark", fail.mark().name())
          .bind("blocks", fail.headOfLine() == HeadOfLine.BLOCK);
    }

    private static HotStatements.Call withProblem(HotStatements.Call call, Problem problem) {
      return call.bind("problem_kind", problem.kind()).bind("problem_detail", problem.detail());
    }
  }

  /** A release took its attempt back; the entry still belongs to that attempt. */
  private static int attemptThatEnded(Settlement settlement, Ended row) {
    return settlement instanceof Settlement.Release ? row.attempts() + 1 : row.attempts();
  }

  /** Nothing was changed: this very settlement took effect last (ES-21), or the claim is over. */
  private static SettleAnswer answerOfOld(WriteSession session, Settlement settlement) {
    EventKey key = settlement.claim().key();
    Optional<ClaimStanding> standing = ClaimStanding.find(session, key);
    boolean repeated =
        standing
            .filter(row -> row.settledToken() == row.newestToken())
            .filter(row -> row.settledToken() == settlement.claim().token().value())
            .filter(row -> row.settledAs().equals(Endings.name(settlement)))
            .isPresent();
    return repeated
        ? new SettleAnswer.Settled()
        : new SettleAnswer.Superseded(standing.map(ClaimStanding::newestToken).orElse(0L));
  }

  /** What to tell duplicates; of a large body its digest alone. */
  static void keepResponse(WriteSession session, long seq, Response response) {
    session
        .call(SqliteStatement.KEEP_RESPONSE)
        .bind("seq", seq)
        .bind("status", response.status())
        .bind("content_type", response.contentType())
        .bind("body", response.body().orElse(null))
        .bind("body_sha256", response.bodySha256())
        .update();
  }
}
