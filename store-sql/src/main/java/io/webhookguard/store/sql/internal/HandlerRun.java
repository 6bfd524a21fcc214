package io.webhookguard.store.sql.internal;

import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import java.sql.SQLException;

/** Runs a handler's body inside a transaction of the guard's, whatever the database. */
public final class HandlerRun {

  private HandlerRun() {}

  /**
   * Runs the body and says how the attempt ends.
   *
   * @throws SQLException as the body threw it, or as the driver threw it and the body ignored it
   *     (TX-5); the transaction must roll back
   */
  public static Settlement run(
      GuardedConnection guarded, Claim claim, TransactionalEventStore.Body body)
      throws SQLException {
    Settlement settlement;
    try {
      settlement = body.run(guarded.connection());
    } finally {
      guarded.end();
    }
    if (guarded.failure().isPresent()) {
      throw guarded.failure().get();
    }
    if (!isOf(claim, settlement)) {
      throw new IllegalArgumentException(
          "the body of event " + claim.key() + " settled another claim than its own");
    }
    return settlement;
  }

  private static boolean isOf(Claim claim, Settlement settlement) {
    return settlement.claim().key().equals(claim.key())
        && settlement.claim().token().equals(claim.token());
  }
}
