package io.webhookguard.core.bulk;

import io.webhookguard.api.event.EventState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an order would touch. A snapshot: events come and go while it is made.
 *
 * @param action what is to be done
 * @param events how many events match
 * @param more whether there are more than were counted
 * @param possible how many of those counted are in a state from which the action starts
 * @param byRoute how many of each route, as {@code source/consumer}
 * @param byState how many in each state
 * @param byLane how many of the lanes with the most events, at most {@value #MAX_LANES}; lanes of
 *     different routes and scopes are apart
 * @param otherLanes how many events are in lanes that are not listed
 * @param withoutLane how many events have none
 */
public record BulkPlan(
    BulkAction action,
    long events,
    boolean more,
    long possible,
    Map<String, Long> byRoute,
    Map<EventState, Long> byState,
    Map<String, Long> byLane,
    long otherLanes,
    long withoutLane) {

  /** How many events are counted at most. */
  public static final int MAX_EVENTS = 10_000;

  /** How many lanes are listed at most. */
  public static final int MAX_LANES = 20;

  public BulkPlan {
    byRoute = Collections.unmodifiableMap(new LinkedHashMap<>(byRoute));
    byState = Collections.unmodifiableMap(new LinkedHashMap<>(byState));
    byLane = Collections.unmodifiableMap(new LinkedHashMap<>(byLane));
  }
}
