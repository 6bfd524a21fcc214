package io.webhookguard.store.postgres;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.internal.Endings;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends attempts (ES-20 to ES-29), a batch in one statement. */
final class Settlements {

  private final Patience patience;
  private final StoreClock clock;

  Settlements(PostgresDatabase database, StoreClock clock) {
    this.patience = new Patience(database);
    this.clock = clock;
  }

  List<SettleAnswer> settle(List<Settlement> settlements) {
    return Rounds.decide(
        settlements,
        settlement -> settlement.claim().token(),
        (round, items) ->
            patience.decide(
                items,
                settlement -> settlement.claim().token(),
                (statements, batch) ->
                    end(statements, clock, batch, false).stream().map(End::answer).toList(),
                SettleAnswer.Locked.class::isInstance));
  }

  /**
   * What became of a settlement.
   *
   * @param answer what the caller is told
   * @param now whether it took effect just now, and not when it was sent before
   */
  record End(SettleAnswer answer, boolean now) {}

  /**
   * Ends attempts on a connection.
   *
   * @param shared whether it is in a transaction that is not the guard's own alone: then it touches
   *     nothing that admissions need
   */
  static List<End> end(
      HotStatements statements, StoreClock clock, List<Settlement> settlements, boolean shared) {
    return call(statements, settlements, shared)
        .bind("now", clock.givenMillis())
        .list(row -> read(row, settlements.get(row.count("place") - 1)));
  }

  /**
   * The smallest statement that takes them. All do the same; the small ones lack what is not
   * needed.
   */
  private static HotStatements.Call call(
      HotStatements statements, List<Settlement> settlements, boolean shared) {
    boolean small =
        settlements.stream()
            .allMatch(
                it -> it instanceof Settlement.Complete && !LaneMark.isSet(it.claim().token()));
    if (!small) {
      return any(statements.call(PostgresStatement.SETTLE), settlements).bind("shared", shared);
    }
    return settlements.size() == 1
        ? one(
            statements.call(PostgresStatement.SETTLE_COMPLETE),
            (Settlement.Complete) settlements.get(0))
        : many(
            statements.call(PostgresStatement.SETTLE_COMPLETES),
            settlements,
            settlements.stream().map(Ending::of).toList());
  }

  private static HotStatements.Call one(HotStatements.Call call, Settlement.Complete complete) {
    Response response = complete.response();
    return call.bind("key", StoredKey.of(complete.claim().key()))
        .bind("token", complete.claim().token().value())
        .bind("detail", complete.detail())
        .bind("keeps_response", isKept(response))
        .bind("status", response.status())
        .bind("content_type", response.contentType())
        .bindBytes("body", Ending.bodyOf(response))
        .bind("body_sha256", response.bodySha256());
  }

  private static boolean isKept(Response response) {
    return !response.equals(Response.EMPTY);
  }

  private static HotStatements.Call any(HotStatements.Call call, List<Settlement> settlements) {
    List<Ending> endings = settlements.stream().map(Ending::of).toList();
    return many(call, settlements, endings)
        .bind("routes", SqlArray.longs(settlements, it -> RouteNumber.of(it.claim().key().route())))
        .bind("endings", SqlArray.texts(settlements, Endings::name))
        .bind("kinds", SqlArray.texts(settlements, it -> it.decision().name()))
        .bind("afters", SqlArray.longs(endings, Ending::afterMillis))
        .bind("marks", SqlArray.texts(endings, ending -> ending.mark().name()))
        .bind("failures", SqlArray.texts(endings, Ending::failure))
        .bind("blocks", SqlArray.flags(endings, Ending::blocks))
        .bind("problem_kinds", SqlArray.texts(endings, ending -> ending.problem().kind()))
        .bind("problem_details", SqlArray.texts(endings, ending -> ending.problem().detail()));
  }

  private static HotStatements.Call many(
      HotStatements.Call call, List<Settlement> settlements, List<Ending> endings) {
    return call.bind("keys", SqlArray.bytes(settlements, it -> StoredKey.of(it.claim().key())))
        .bind("tokens", SqlArray.longs(settlements, it -> it.claim().token().value()))
        .bind("details", SqlArray.texts(settlements, Settlement::detail))
        .bind("statuses", SqlArray.integers(endings, ending -> ending.kept(Response::status)))
        .bind(
            "content_types", SqlArray.texts(endings, ending -> ending.kept(Response::contentType)))
        .bind("bodies", SqlArray.bytes(endings, ending -> ending.kept(Ending::bodyOf)))
        .bind(
            "body_digests", SqlArray.digests(endings, ending -> ending.kept(Response::bodySha256)));
  }

  private static End read(Row row, Settlement settlement) throws SQLException {
    if (row.flag("settled")) {
      return new End(new SettleAnswer.Settled(), true);
    }
    if (row.flag("held_elsewhere")) {
      return new End(new SettleAnswer.Locked(), false);
    }
    if (row.isNull("newest_token")) {
      return new End(new SettleAnswer.Superseded(0), false);
    }
    long token = settlement.claim().token().value();
    long newest = row.number("newest_token");
    boolean repeated =
        newest == token
            && row.number("settled_token") == token
            && row.text("settled_as").equals(Endings.name(settlement));
    return new End(
        repeated ? new SettleAnswer.Settled() : new SettleAnswer.Superseded(newest), false);
  }

  /** A settlement in columns. */
  private record Ending(
      @Nullable Long afterMillis,
      DoubtMark mark,
      @Nullable String failure,
      boolean blocks,
      Problem problem,
      Optional<Response> response) {

    static Ending of(Settlement settlement) {
      return settlement.match(
          complete ->
              new Ending(
                  null,
                  DoubtMark.CLEAR,
                  null,
                  false,
                  Problem.NONE,
                  Optional.of(complete.response()).filter(Settlements::isKept)),
          retry -> pendingAgain(retry.after(), retry.mark(), retry.problem()),
          doubt -> pendingAgain(doubt.after(), DoubtMark.SET, doubt.problem()),
          fail ->
              new Ending(
                  null,
                  fail.mark(),
                  fail.reason().name(),
                  fail.headOfLine() == HeadOfLine.BLOCK,
                  fail.problem(),
                  Optional.empty()),
          release -> pendingAgain(release.after(), DoubtMark.KEEP, release.problem()));
    }

    private static Ending pendingAgain(Duration after, DoubtMark mark, Problem problem) {
      return new Ending(StoreClock.after(0, after), mark, null, false, problem, Optional.empty());
    }

    <T> @Nullable T kept(java.util.function.Function<Response, @Nullable T> column) {
      return response.isPresent() ? column.apply(response.get()) : null;
    }

    static byte @Nullable [] bodyOf(Response response) {
      return response.body().orElse(null);
    }
  }
}
