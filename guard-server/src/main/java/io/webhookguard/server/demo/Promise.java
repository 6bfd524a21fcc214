package io.webhookguard.server.demo;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.demo.Breach.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether the promise was kept, from outside: by what the provider was told and what the
 * receiving service saw.
 *
 * <p>It is made for destinations that never fail an attempt for certain: whatever reached them
 * twice was in doubt in between.
 */
public final class Promise {

  private final Map<String, Accepted> acceptedById = new LinkedHashMap<>();
  private final List<Forward> forwards;
  private final List<Breach> breaches = new ArrayList<>();

  private Promise(List<SimulatedEvent> accepted, List<Forward> forwards) {
    for (SimulatedEvent event : accepted) {
      acceptedById.put(event.eventId(), new Accepted(event, acceptedById.size()));
    }
    this.forwards = forwards;
  }

  /**
   * All that went wrong, or nothing.
   *
   * @param accepted what the provider was answered 2xx for, in the order in which that happened
   * @param forwards what the receiving service saw, in the order in which it came
   */
  public static List<Breach> breaches(List<SimulatedEvent> accepted, List<Forward> forwards) {
    Promise promise = new Promise(accepted, forwards);
    promise.checkEachForward();
    promise.checkLoss();
    promise.checkLanes();
    return List.copyOf(promise.breaches);
  }

  private void checkEachForward() {
    Map<String, Forward> firstById = new HashMap<>();
    Map<String, String> eventByKey = new HashMap<>();
    for (Forward forward : forwards) {
      String id = forward.eventId();
      Accepted accepted = acceptedById.get(id);
      if (accepted == null) {
        breach(Rule.NOTHING_INVENTED, id, "was never accepted");
      } else if (!accepted.event.body().sha256().equals(forward.body())) {
        breach(Rule.SAME_BYTES, id, "came with another body");
      }
      String owner = eventByKey.putIfAbsent(forward.key(), id);
      if (forward.key().isEmpty() || (owner != null && !owner.equals(id))) {
        breach(Rule.ONE_EFFECT, id, "has no key of its own: \"" + forward.key() + "\"");
      }
      Forward first = firstById.putIfAbsent(id, forward);
      if (first != null) {
        checkRepetition(first, forward);
      }
    }
  }

  private void checkRepetition(Forward first, Forward again) {
    if (!first.key().equals(again.key())) {
      breach(
          Rule.ONE_EFFECT,
          again.eventId(),
          "was forwarded with the keys " + first.key() + " and " + again.key());
    }
    if (!again.inDoubt()) {
      breach(
          Rule.DOUBT_MARKED,
          again.eventId(),
          "was repeated without it (attempt " + again.attempt() + ")");
    }
  }

  private void checkLoss() {
    Map<String, Forward> byId = new HashMap<>();
    forwards.forEach(forward -> byId.put(forward.eventId(), forward));
    acceptedById
        .keySet()
        .forEach(
            id -> {
              if (!byId.containsKey(id)) {
                breach(Rule.NOTHING_LOST, id, "was never forwarded");
              }
            });
  }

  private void checkLanes() {
    Map<String, Forward> latestByLane = new HashMap<>();
    for (Forward forward : forwards) {
      String lane = forward.lane().isEmpty() ? "event " + forward.eventId() : forward.lane();
      Forward before = latestByLane.put(lane, forward);
      if (before == null) {
        continue;
      }
      if (forward.token() <= before.token()) {
        breach(
            Rule.GROWING_TOKENS,
            forward.eventId(),
            "came with token " + forward.token() + " after token " + before.token());
      }
      if (placeOf(forward) < placeOf(before)) {
        breach(Rule.LANE_ORDER, forward.eventId(), "came after its successor " + before.eventId());
      }
    }
  }

  private int placeOf(Forward forward) {
    Accepted accepted = acceptedById.get(forward.eventId());
    return accepted == null ? -1 : accepted.place;
  }

  private void breach(Rule rule, String event, String detail) {
    breaches.add(new Breach(rule, event, detail));
  }

  private record Accepted(SimulatedEvent event, int place) {}
}
