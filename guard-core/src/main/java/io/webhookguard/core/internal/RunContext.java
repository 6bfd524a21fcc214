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
import io.webhookguard.core.handler.Step;
import io.webhookguard.core.handler.TypeRef;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as its handler sees it. */
final class RunContext implements HandlerContext {

  /** What depends on the kind of the handler. */
  interface Powers {

    /** What {@link HandlerContext#step} does. */
    @Nullable Object step(String name, Type type, Step<?> step) throws Exception;

    /** What {@link HandlerContext#completeIn} does. */
    void completeIn(Connection connection, Response response);
  }

  private final Run run;
  private final Attempt attempt;
  private final boolean inDoubt;
  private final Powers powers;

  /**
   * A context.
   *
   * @param inDoubt whether the effect may have happened, as far as is known now
   */
  RunContext(Run run, boolean inDoubt, Powers powers) {
    this.run = run;
    this.attempt = run.attempt();
    this.inDoubt = inDoubt;
    this.powers = powers;
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
    return run.payload();
  }

  @Override
  public Payload original() {
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
    return inDoubt;
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
    powers.completeIn(connection, response);
  }

  @Override
  public <T> T step(String name, Class<T> type, Step<T> step) throws Exception {
    return typed(powers.step(name, type, step));
  }

  @Override
  public <T> T step(String name, TypeRef<T> type, Step<T> step) throws Exception {
    return typed(powers.step(name, type.type(), step));
  }

  @Override
  public void step(String name, Step.Effect step) throws Exception {
    Step<String> silent =
        key -> {
          step.run(key);
          return "done";
        };
    powers.step(name, String.class, silent);
  }

  /** The codec has read it as this type, or the step has returned null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T typed(@Nullable Object result) {
    return (T) result;
  }

  /** Names the run, not what it carries. */
  @Override
  public String toString() {
    return "HandlerContext[" + run + "]";
  }
}
