package io.webhookguard.core.internal;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.core.handler.HandlerContext;
import java.sql.Connection;
import java.time.Instant;

/** A run as its handler sees it. */
final class RunContext implements HandlerContext {

  /** What {@link #completeIn} does. */
  @FunctionalInterface
  interface Completing {
    void completeIn(Run run, Connection connection, Response response);
  }

  private final Run run;
  private final Attempt attempt;
  private final Completing completing;

  RunContext(Run run, Completing completing) {
    this.run = run;
    this.completing = completing;
    this.attempt = run.attempt();
  }

  @Override
  public EventKey key() {
    return run.key();
  }

  @Override
  public String type() {
    return attempt.type();
  }

  @Override
  public Lane lane() {
    return attempt.lane();
  }

  @Override
  public Payload payload() {
    return attempt.payload();
  }

  @Override
  public Attributes attributes() {
    return attempt.attributes();
  }

  @Override
  public int attempt() {
    return attempt.number();
  }

  @Override
  public int generation() {
    return attempt.generation();
  }

  @Override
  public boolean inDoubt() {
    return attempt.inDoubt();
  }

  @Override
  public FencingToken fencingToken() {
    return attempt.claim().token();
  }

  @Override
  public Instant receivedAt() {
    return attempt.receivedAt();
  }

  @Override
  public String idempotencyKey() {
    return idempotencyKey(key(), generation());
  }

  static String idempotencyKey(EventKey key, int generation) {
    return "wg-"
        + Sha256.ofTuple(
                "guard.idempotency.v1",
                key.route().source(),
                key.route().consumer(),
                key.scope(),
                key.eventId(),
                Integer.toString(generation))
            .toHex();
  }

  @Override
  public boolean leaseLost() {
    return run.leaseLost();
  }

  @Override
  public Claim claim() {
    return attempt.claim();
  }

  @Override
  public void completeIn(Connection connection, Response response) {
    completing.completeIn(run, connection, response);
  }

  /** Names the run, not what it carries. */
  @Override
  public String toString() {
    return "HandlerContext[" + run + "]";
  }
}
