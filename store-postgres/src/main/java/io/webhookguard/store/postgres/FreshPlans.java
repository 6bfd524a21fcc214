package io.webhookguard.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Has the guard's statements in a session that it shares with a user planned each time they run.
 *
 * <p>A plan that a session keeps is made for what the tables held then: one of empty tables reads
 * whole tables for as long as the session lives. The store's own sessions pin plans to indexes by
 * settings; here settings would make the user's own statements slow. So nothing is set in the
 * session, and the driver prepares nothing under a name. That costs the planning of one statement
 * for each transaction with an effect.
 */
final class FreshPlans {

  private static final int NEVER = 0;

  private FreshPlans() {}

  /**
   * Does work of the guard's alone. What the user prepares before and after is prepared as the
   * connection is told to. A pool that hides the driver's connection leaves the driver's own
   * threshold in force.
   */
  static void during(Connection connection, Runnable work) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      work.run();
      return;
    }
    PGConnection session = connection.unwrap(PGConnection.class);
    int before = session.getPrepareThreshold();
    session.setPrepareThreshold(NEVER);
    try {
      work.run();
    } finally {
      session.setPrepareThreshold(before);
    }
  }
}
