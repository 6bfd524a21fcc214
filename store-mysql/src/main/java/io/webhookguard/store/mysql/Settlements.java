package io.webhookguard.store.mysql;

import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ends attempts (ES-20 to ES-28).
 *
 * <p>Only who has locked the row of a claim ends it; a row that somebody else holds is passed over.
 * For what could not be ended, the rows say whether it is held, was settled in just this way
 * before, or is over.
 */
final class Settlements {

  private final Connections connections;

  Settlements(Connections connections) {
    this.connections = connections;
  }

  List<SettleAnswer> settle(List<Settlement> settlements) {
    return connections.patiently(
        settlements,
        some -> connections.write(session -> settle(session, some)),
        SettleAnswer.Locked.class::isInstance);
  }

  private static List<SettleAnswer> settle(WriteSession session, List<Settlement> settlements) {
    Map<Long, ClaimRow> locked =
        ClaimRow.lockFree(
            session,
            settlements.stream().map(settlement -> settlement.claim().token().value()).toList());
    SettleAnswer[] answers = new SettleAnswer[settlements.size()];
    List<EndedClaims.Ending> endings = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      Settlement settlement = settlements.get(i);
      ClaimRow row = locked.get(settlement.claim().token().value());
      if (row != null && row.is(settlement.claim())) {
        // A second one under the same token is decided as if it came after (ES-5, ES-21).
        locked.remove(row.token());
        endings.add(new EndedClaims.Ending(row, settlement));
        answers[i] = new SettleAnswer.Settled();
      } else {
        rest.add(i);
      }
    }
    EndedClaims.write(session, endings);
    answerRest(session, settlements, rest, answers);
    return Arrays.asList(answers);
  }

  private static void answerRest(
      WriteSession session,
      List<Settlement> settlements,
      List<Integer> rest,
      SettleAnswer[] answers) {
    List<Claim> claims = rest.stream().map(i -> settlements.get(i).claim()).toList();
    List<Standing> standings = Standing.of(session, claims);
    for (int n = 0; n < rest.size(); n++) {
      int i = rest.get(n);
      answers[i] = standings.get(n).answerTo(settlements.get(i));
    }
  }
}
