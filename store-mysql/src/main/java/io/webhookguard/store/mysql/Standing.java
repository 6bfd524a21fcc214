package io.webhookguard.store.mysql;

import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.internal.Endings;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the rows say about a claim that could not be changed.
 *
 * @param newestToken of the event; 0 when it is not known
 * @param settledToken under which it was settled last
 * @param settledAs how
 * @param current whether the claim is current, which then somebody else has locked
 */
record Standing(long newestToken, long settledToken, String settledAs, boolean current) {

  private static final Standing UNKNOWN = new Standing(0, 0, "NONE", false);

  /** Looks without a lock; answers stand in the order of the claims. */
  static List<Standing> of(HotStatements statements, List<Claim> claims) {
    return claims.isEmpty()
        ? List.of()
        : look(statements.call(MysqlStatement.CLAIM_STANDINGS), claims);
  }

  static List<Standing> of(WriteSession session, List<Claim> claims) {
    return claims.isEmpty()
        ? List.of()
        : look(session.call(MysqlStatement.CLAIM_STANDINGS), claims);
  }

  private static List<Standing> look(HotStatements.Call call, List<Claim> claims) {
    JsonRows rows = new JsonRows();
    for (int n = 0; n < claims.size(); n++) {
      rows.row()
          .put("n", n)
          .put("key", StoredKey.of(claims.get(n).key()))
          .put("token", claims.get(n).token().value());
    }
    Map<Integer, Standing> found = new HashMap<>();
    call.bind("claims", rows.text())
        .list(Numbered::read)
        .forEach(row -> found.put(row.n(), row.standing()));
    return IntStream.range(0, claims.size()).mapToObj(n -> found.getOrDefault(n, UNKNOWN)).toList();
  }

  private record Numbered(int n, Standing standing) {

    static Numbered read(Row row) throws SQLException {
      return new Numbered(
          row.count("n"),
          new Standing(
              row.number("token"),
              row.number("settled_token"),
              row.text("settled_as"),
              !row.isNull("current_token")));
    }
  }

  /** Nothing was changed: it is held, this very settlement took effect last, or it is over. */
  SettleAnswer answerTo(Settlement settlement) {
    if (current) {
      return new SettleAnswer.Locked();
    }
    boolean repeated =
        newestToken == settlement.claim().token().value()
            && settledToken == newestToken
            && settledAs.equals(Endings.name(settlement));
    return repeated ? new SettleAnswer.Settled() : new SettleAnswer.Superseded(newestToken);
  }

  RenewAnswer answerToRenewal() {
    return current ? new RenewAnswer.Locked() : new RenewAnswer.Superseded(newestToken);
  }
}
