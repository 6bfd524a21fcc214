package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.VerifiedEvent;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.core.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a request asks of the store: one arrival per event and consumer that takes it, except for
 * what is known to be settled.
 *
 * @param units one per arrival in the order of the request, then those that are known to be
 *     settled, then those whose key stood in the request before
 * @param arrivals what goes to the store: the arrivals of the first units
 * @param settled how many units are known to be settled
 * @param claimId the id of the claims that it may grant
 * @param reservedSlots how many it may grant
 */
record DeliveryPlan(
    List<Unit> units, List<Arrival> arrivals, int settled, UUID claimId, int reservedSlots) {

  /**
   * One event for one consumer.
   *
   * @param event the event's place in the request
   * @param arrival what the store is told
   * @param waiter hears of its end, where the request waits
   * @param settled what it is to be told if this node knows it for a duplicate of what is settled
   * @param mark taken before the store is asked about it
   */
  record Unit(
      int event,
      Arrival arrival,
      Optional<Waiters.Waiter> waiter,
      Optional<Response> settled,
      long mark) {

    private static Unit withoutWaiter(int event, Arrival arrival, Optional<Response> settled) {
      return new Unit(event, arrival, Optional.empty(), settled, 0);
    }
  }

  static DeliveryPlan of(Intake intake, Source source, List<VerifiedEvent> events) {
    UUID deliveryId = intake.ids().next();
    UUID claimId = intake.ids().next();
    Set<EventKey> seen = new HashSet<>();
    List<Unit> fresh = new ArrayList<>();
    List<Unit> known = new ArrayList<>();
    List<Unit> repeated = new ArrayList<>();
    int reserved = 0;
    for (int i = 0; i < events.size(); i++) {
      VerifiedEvent event = events.get(i);
      Optional<IgnoreReason> ignored = reasonToIgnore(intake, source, event);
      for (Route route :
          ignored.isPresent() ? first(intake, source) : takers(intake, source, event)) {
        EventKey key = new EventKey(route, event.scope(), event.eventId());
        if (!seen.add(key)) {
          Arrival arrival = arrival(source, event, key, deliveryId, new Arrival.Intent.Queue());
          repeated.add(Unit.withoutWaiter(i, arrival, Optional.empty()));
          continue;
        }
        long mark = intake.settled().mark(key);
        Optional<Response> settled = intake.settled().find(key, event.payload());
        if (settled.isPresent()) {
          Arrival arrival = arrival(source, event, key, deliveryId, new Arrival.Intent.Queue());
          known.add(Unit.withoutWaiter(i, arrival, settled));
          continue;
        }
        boolean inline = ignored.isEmpty() && source.mode() == Source.Mode.INLINE;
        boolean claims = inline && intake.gates().room(route) > 0 && intake.slots().reserve(1) == 1;
        reserved += claims ? 1 : 0;
        Arrival.Intent intent = intent(intake, ignored, claims, claimId);
        fresh.add(
            new Unit(
                i,
                arrival(source, event, key, deliveryId, intent),
                inline ? intake.waiters().await(key) : Optional.empty(),
                Optional.empty(),
                mark));
      }
    }
    List<Arrival> arrivals = fresh.stream().map(Unit::arrival).toList();
    fresh.addAll(known);
    fresh.addAll(repeated);
    return new DeliveryPlan(List.copyOf(fresh), arrivals, known.size(), claimId, reserved);
  }

  private static Optional<IgnoreReason> reasonToIgnore(
      Intake intake, Source source, VerifiedEvent event) {
    if (event.relevance() == Relevance.OTHER_MODE) {
      return Optional.of(IgnoreReason.LIVEMODE);
    }
    return takers(intake, source, event).isEmpty()
        ? Optional.of(IgnoreReason.UNHANDLED)
        : Optional.empty();
  }

  private static List<Route> takers(Intake intake, Source source, VerifiedEvent event) {
    return intake.subscriptions().takers(source.name(), event.type());
  }

  /** What nobody runs is recorded once, under the source's first consumer. */
  private static List<Route> first(Intake intake, Source source) {
    return List.of(
        intake.subscriptions().routesOf(source.name()).stream()
            .findFirst()
            .orElse(Route.main(source.name())));
  }

  private static Arrival.Intent intent(
      Intake intake, Optional<IgnoreReason> ignored, boolean claims, UUID claimId) {
    if (ignored.isPresent()) {
      return new Arrival.Intent.Ignore(ignored.get());
    }
    return claims
        ? new Arrival.Intent.Claim(intake.nodeName(), claimId, intake.lease())
        : new Arrival.Intent.Queue();
  }

  private static Arrival arrival(
      Source source, VerifiedEvent event, EventKey key, UUID deliveryId, Arrival.Intent intent) {
    return new Arrival(
        deliveryId,
        key,
        event.type(),
        event.lane(),
        source.laneOrder() == Source.LaneOrder.VERSION ? event.version() : 0,
        event.attributes(),
        event.payload(),
        intent);
  }
}
