package io.webhookguard.core.internal;

import io.webhookguard.api.event.Route;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the handlers of a route have found nobody to talk to.
 *
 * <p>An attempt that is not begun does not count, so no counter on the event can make its delays
 * grow; and what is away is the destination, not the event. So the delay follows the time for which
 * this node has found it away: half of it again. A destination that was away for a minute is asked
 * at most half a minute late, and one that is away for days costs some thirty entries in the ledger
 * of an event and not one a second. Safe for use by many threads; bounded by the number of routes.
 */
final class Absence {

  private final Map<Route, Long> sinceNanos = new ConcurrentHashMap<>();

  /**
   * An attempt could not begin.
   *
   * @param longest the longest delay
   * @return how long to wait, from zero on
   */
  Duration noted(Route route, long nowNanos, Duration longest) {
    Long first = sinceNanos.putIfAbsent(route, nowNanos);
    long awayNanos = first == null ? 0 : Math.max(0, nowNanos - first);
    Duration half = Duration.ofNanos(awayNanos / 2);
    return half.compareTo(longest) < 0 ? half : longest;
  }

  /** An attempt did begin. */
  void over(Route route) {
    sinceNanos.remove(route);
  }
}
