package io.webhookguard.core.bulk;

import io.webhookguard.api.store.EventQuery;
import java.util.UUID;

/** Interventions in many events, by a query. Safe for use by many threads. */
public interface Bulk {

  /**
   * Counts the events that an order would touch, at most {@link BulkPlan#MAX_EVENTS}. Changes
   * nothing.
   */
  BulkPlan plan(BulkAction action, EventQuery query);

  /** A new id for an order. */
  UUID newRunId();

  /**
   * Starts to change the events one by one, newest first, at the order's rate. Look at the {@link
   * #plan} first. Where a source demands a second person, the run of the first one asks, and the
   * run of another one makes the changes.
   *
   * @return the run, which can be watched and cancelled; it ends with the guard's runtime
   */
  BulkRun start(BulkOrder order);
}
