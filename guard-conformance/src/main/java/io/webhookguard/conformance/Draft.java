package io.webhookguard.conformance;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An arrival in the making: each call gives a changed copy. */
public final class Draft {

  private final Arrival arrival;

  private Draft(Arrival arrival) {
    this.arrival = arrival;
  }

  /** One delivery of an event, for a worker, without a lane, with a body made from its id. */
  static Draft of(UUID deliveryId, EventKey key) {
    return new Draft(
        new Arrival(
            deliveryId,
            key,
            "invoice.paid",
            Lane.NONE,
            0,
            Attributes.EMPTY,
            json("{\"id\":\"" + key.eventId() + "\"}"),
            new Arrival.Intent.Queue()));
  }

  private static Payload json(String text) {
    return Payload.of("application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  /** In this scope. */
  public Draft scope(String scope) {
    return key(new EventKey(arrival.key().route(), scope, arrival.key().eventId()));
  }

  /** Of this route. */
  public Draft route(Route route) {
    return key(new EventKey(route, arrival.key().scope(), arrival.key().eventId()));
  }

  private Draft key(EventKey key) {
    return new Draft(
        new Arrival(
            arrival.deliveryId(),
            key,
            arrival.type(),
            arrival.lane(),
            arrival.rank(),
            arrival.attributes(),
            arrival.payload(),
            arrival.intent()));
  }

  /** Of this type. */
  public Draft type(String type) {
    return with(type, arrival.lane(), arrival.rank(), arrival.attributes(), arrival.payload());
  }

  /** In this lane. */
  public Draft lane(String text) {
    Lane lane = Lane.of(text);
    return with(arrival.type(), lane, arrival.rank(), arrival.attributes(), arrival.payload());
  }

  /** With this rank in its lane. */
  public Draft rank(long rank) {
    return with(arrival.type(), arrival.lane(), rank, arrival.attributes(), arrival.payload());
  }

  /** With these attributes. */
  public Draft attributes(Attributes attributes) {
    return with(arrival.type(), arrival.lane(), arrival.rank(), attributes, arrival.payload());
  }

  /** With this body. */
  public Draft body(Payload payload) {
    return with(arrival.type(), arrival.lane(), arrival.rank(), arrival.attributes(), payload);
  }

  /** With this text as its body. */
  public Draft body(String text) {
    return body(json(text));
  }

  private Draft with(String type, Lane lane, long rank, Attributes attributes, Payload payload) {
    return new Draft(
        new Arrival(
            arrival.deliveryId(),
            arrival.key(),
            type,
            lane,
            rank,
            attributes,
            payload,
            arrival.intent()));
  }

  /** To be run at once by {@link Scenario#OWNER}. */
  public Draft toClaim() {
    UUID delivery = arrival.deliveryId();
    UUID claimId = new UUID(~delivery.getMostSignificantBits(), delivery.getLeastSignificantBits());
    return intent(new Arrival.Intent.Claim(Scenario.OWNER, claimId, Scenario.LEASE));
  }

  /** Not to be run at all. */
  public Draft toIgnore(IgnoreReason reason) {
    return intent(new Arrival.Intent.Ignore(reason));
  }

  private Draft intent(Arrival.Intent intent) {
    return new Draft(
        new Arrival(
            arrival.deliveryId(),
            arrival.key(),
            arrival.type(),
            arrival.lane(),
            arrival.rank(),
            arrival.attributes(),
            arrival.payload(),
            intent));
  }

  /** Under the delivery id of another draft. */
  public Draft deliveredWith(Draft other) {
    return new Draft(
        new Arrival(
            other.arrival.deliveryId(),
            arrival.key(),
            arrival.type(),
            arrival.lane(),
            arrival.rank(),
            arrival.attributes(),
            arrival.payload(),
            arrival.intent()));
  }

  /** The event's key. */
  public EventKey key() {
    return arrival.key();
  }

  /** The finished arrival. */
  public Arrival arrival() {
    return arrival;
  }

  @Override
  public String toString() {
    String intent = arrival.intent().getClass().getSimpleName();
    return arrival.key() + " (lane " + arrival.lane() + ", " + intent + ")";
  }
}
