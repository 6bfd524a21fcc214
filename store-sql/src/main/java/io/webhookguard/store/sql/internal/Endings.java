package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Settlement;

/** What every SQL store writes of the end of an attempt, beside the state itself. */
public final class Endings {

  private Endings() {}

  /** The kind of its ledger entry (ES-22 to ES-26). */
  public static DecisionKind kind(Settlement settlement) {
    return settlement.match(
        complete -> DecisionKind.COMPLETED,
        retry -> DecisionKind.RETRY_SCHEDULED,
        doubt -> DecisionKind.IN_DOUBT,
        fail -> fail.reason() == FailureReason.IN_DOUBT ? DecisionKind.PARKED : DecisionKind.FAILED,
        release -> DecisionKind.RELEASED);
  }

  /** The line of its ledger entry. */
  public static String detail(Settlement settlement) {
    return settlement.match(
        complete -> "status " + complete.response().status(),
        retry -> retry.problem().toString(),
        doubt -> doubt.problem().toString(),
        fail -> fail.reason() + ", " + fail.problem(),
        release -> release.problem().toString());
  }

  /** What the row keeps, so that the same settlement again is recognised (ES-21). */
  public static String name(Settlement settlement) {
    return settlement.match(
        complete -> "COMPLETE",
        retry -> "RETRY",
        doubt -> "DOUBT",
        fail -> "FAIL",
        release -> "RELEASE");
  }
}
