package io.webhookguard.server.forward;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Claim;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.Step;
import io.webhookguard.core.handler.TypeRef;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;

/** One attempt with fixed facts. */
record FixedContext(String eventId, Lane lane, Payload payload, boolean inDoubt)
    implements HandlerContext {

  static FixedContext of(String body) {
    return new FixedContext(
        "evt_1",
        Lane.of("cus_1"),
        Payload.of("application/json", body.getBytes(StandardCharsets.UTF_8)),
        false);
  }

  @Override
  public EventKey key() {
    return new EventKey(Route.main("shop"), "live", eventId);
  }

  @Override
  public String type() {
    return "invoice.paid";
  }

  @Override
  public Payload original() {
    return payload;
  }

  @Override
  public Attributes attributes() {
    return Attributes.EMPTY;
  }

  @Override
  public int attempt() {
    return 3;
  }

  @Override
  public int generation() {
    return 2;
  }

  @Override
  public FencingToken fencingToken() {
    return new FencingToken(17);
  }

  @Override
  public Instant receivedAt() {
    return Instant.EPOCH;
  }

  @Override
  public String idempotencyKey() {
    return "key-1";
  }

  @Override
  public boolean leaseLost() {
    return false;
  }

  @Override
  public Claim claim() {
    return new Claim(key(), "node", new UUID(0, 1), fencingToken(), Instant.EPOCH);
  }

  @Override
  public void completeIn(Connection connection, Response response) {
    throw new UnsupportedOperationException("a forwarding completes nothing in a transaction");
  }

  @Override
  public <T> T step(String name, Class<T> type, Step<T> step) {
    throw new UnsupportedOperationException("a forwarding has no steps");
  }

  @Override
  public <T> T step(String name, TypeRef<T> type, Step<T> step) {
    throw new UnsupportedOperationException("a forwarding has no steps");
  }

  @Override
  public void step(String name, Step.Effect step) {
    throw new UnsupportedOperationException("a forwarding has no steps");
  }
}
