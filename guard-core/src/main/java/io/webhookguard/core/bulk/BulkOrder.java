package io.webhookguard.core.bulk;

import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest.Cursor;
import java.util.UUID;

/**
 * A person's order to change many events.
 *
 * @param runId names the run. The same id again asks the store for the same changes, so that a run
 *     that is repeated or resumed changes nothing twice
 * @param action what to do
 * @param query to which events
 * @param by who answers for it, and why: recorded with each event
 * @param perSecond how many events a second, 1 to {@value #MAX_PER_SECOND}
 * @param most stops after so many events, 1 or more
 * @param after where to begin: {@link Cursor#START}, or where an earlier run says that it can be
 *     resumed
 */
public record BulkOrder(
    UUID runId,
    BulkAction action,
    EventQuery query,
    Authority by,
    int perSecond,
    long most,
    Cursor after) {

  /** The greatest rate. */
  public static final int MAX_PER_SECOND = 1_000;

  public BulkOrder {
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "a run changes 1 to " + MAX_PER_SECOND + " events a second, got " + perSecond);
    }
    if (most < 1) {
      throw new IllegalArgumentException("a run changes 1 or more events, got " + most);
    }
  }
}
