package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import java.util.List;
import java.util.UUID;

/** How a story names things: short, and the same thing always by the same name. */
final class Words {

  private Words() {}

  /** The case of a sealed type. */
  static String kind(Object value) {
    return value.getClass().getSimpleName();
  }

  /** The kind of a settlement; parking is told apart from other failures. */
  static String kind(Settlement settlement) {
    return settlement instanceof Settlement.Fail fail && fail.reason() == FailureReason.IN_DOUBT
        ? "Park"
        : settlement.getClass().getSimpleName();
  }

  static String of(EventKey key) {
    return key.toString();
  }

  /** The stories number their ids in the lower half. */
  static String of(UUID id) {
    return Long.toString(id.getLeastSignificantBits() & Long.MAX_VALUE);
  }

  static String of(Claim claim) {
    return of(claim.key()) + " under " + claim.token();
  }

  static String of(Settlement settlement) {
    String more =
        settlement.match(
            complete -> "",
            retry -> " after " + retry.after() + ", mark " + retry.mark(),
            doubt -> " after " + doubt.after(),
            fail -> " " + fail.reason() + ", mark " + fail.mark() + ", " + fail.headOfLine(),
            release -> " after " + release.after());
    return kind(settlement) + more + " " + of(settlement.claim());
  }

  static String of(Arrival arrival) {
    String intent =
        arrival
            .intent()
            .match(
                queue -> "",
                claim -> ", to claim as " + claim.owner() + ", id " + of(claim.claimId()),
                ignore -> ", to ignore");
    return of(arrival.key())
        + (arrival.lane().isNone() ? "" : " in " + arrival.lane() + " rank " + arrival.rank())
        + " body "
        + arrival.payload().sha256().toString().substring(0, 4)
        + " delivery "
        + of(arrival.deliveryId())
        + intent;
  }

  static String of(Attempt attempt) {
    return of(attempt.claim());
  }

  static List<String> grants(List<Attempt> answer) {
    return List.of(answer.isEmpty() ? "none" : answer.size() == 1 ? "one" : "several");
  }
}
