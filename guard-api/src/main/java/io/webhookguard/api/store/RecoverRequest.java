package io.webhookguard.api.store;

import io.webhookguard.api.event.Route;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * A wish to take over claims whose lease has ended.
 *
 * @param owner the node that takes them over
 * @param claimId made by the caller for this call; a repeat with it gets the first answer
 * @param lease how long the takeover is good for: the time to settle it
 * @param routes only events of these
 * @param limit at most so many
 */
public record RecoverRequest(
    String owner, UUID claimId, Duration lease, Set<Route> routes, int limit) {

  public RecoverRequest {
    Limits.requireOwner(owner);
    Limits.requireLease(lease);
    routes = Set.copyOf(routes);
    Limits.requireCount("the limit of a recovery", limit, Limits.MAX_BATCH);
  }
}
