package io.webhookguard.store.sql.internal;

import io.webhookguard.api.store.Settlement;

/** What every SQL store keeps of the end of an attempt, beside the state itself. */
public final class Endings {

  private Endings() {}

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
