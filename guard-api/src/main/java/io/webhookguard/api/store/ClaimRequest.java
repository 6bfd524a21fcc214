package io.webhookguard.api.store;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * A wish to run due events.
 *
 * @param owner the node that would run them, unique per start of a process
 * @param claimId made by the caller for this call; a repeat with it gets the first answer
 * @param lease how long each claim is good for without renewal
 * @param selection which events
 */
public record ClaimRequest(String owner, UUID claimId, Duration lease, Selection selection) {

  public ClaimRequest {
    Limits.requireOwner(owner);
    Limits.requireLease(lease);
  }

  /** Which events to claim. */
  public sealed interface Selection {

    /** Applies the function of the case at hand. */
    <T> T match(Function<DueHeads, T> dueHeads, Function<One, T> one);

    /**
     * Due events that are at the head of their lane or have none.
     *
     * @param routes only events of these
     * @param limit at most so many
     */
    record DueHeads(Set<Route> routes, int limit) implements Selection {
      public DueHeads {
        routes = Set.copyOf(routes);
        Limits.requireCount("the limit of a claim", limit, Limits.MAX_BATCH);
      }

      @Override
      public <T> T match(Function<DueHeads, T> dueHeads, Function<One, T> one) {
        return dueHeads.apply(this);
      }
    }

    /**
     * This one, if it is due and at the head of its lane.
     *
     * @param key which event
     */
    record One(EventKey key) implements Selection {
      @Override
      public <T> T match(Function<DueHeads, T> dueHeads, Function<One, T> one) {
        return one.apply(this);
      }
    }
  }
}
