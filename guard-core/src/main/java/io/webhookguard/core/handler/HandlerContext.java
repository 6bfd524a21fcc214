package io.webhookguard.core.handler;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Claim;
import java.sql.Connection;
import java.time.Instant;

/** One attempt, as its handler sees it. Safe for use by many threads. */
public interface HandlerContext {

  /** Which event, for which consumer. */
  EventKey key();

  /** What happened, in the provider's words, such as {@code invoice.paid}. */
  String type();

  /** The lane, or {@link Lane#NONE}. */
  Lane lane();

  /** The body: as it came first, or brought to the version that the handler's schema reads. */
  Payload payload();

  /** The body as it came first, whatever the handler's schema reads. */
  Payload original();

  /** The facts kept beside the payload. */
  Attributes attributes();

  /** 1 for the first attempt since the last fresh start. */
  int attempt();

  /** 1, and one more after each replay. */
  int generation();

  /**
   * Whether an earlier attempt ended without a known outcome: its effect may have happened already.
   */
  boolean inDoubt();

  /** Greater than that of every earlier attempt in the lane, for destinations that compare. */
  FencingToken fencingToken();

  /** When the event was admitted, by the store's clock. */
  Instant receivedAt();

  /**
   * The name of this effect for systems that apply a request with the same key once: the same for
   * all attempts of an event, consumer and generation, and for nothing else.
   */
  String idempotencyKey();

  /**
   * Does a named part of the handler once: where an earlier attempt of this event and generation
   * has recorded it, its result is returned and nothing is done; otherwise the step runs, and its
   * result is recorded, durably, before this returns. An attempt that dies in between repeats the
   * step with the same key.
   *
   * <p>Steps need not come in the same order in each attempt, nor all of them. In a {@link
   * TransactionalHandler} a step is recorded at once, on another connection, and survives the
   * rollback: that is what it is for. What it called is then not undone.
   *
   * @param name unique in the attempt: 1 to 255 UTF-8 bytes; at most 1,000 steps in an event
   * @param type of the result, which is kept as JSON of at most 64 KiB
   * @return the step's result as it is read back: the same in this attempt and all later ones
   * @throws StepException if it cannot be done so
   * @throws SupersededException if the claim is over: nothing was recorded
   * @throws IllegalStateException if the handler has returned, or asks in a probe
   * @throws Exception what the step throws
   */
  <T> T step(String name, Class<T> type, Step<T> step) throws Exception;

  /** As {@link #step(String, Class, Step)}, for results whose type has parameters. */
  <T> T step(String name, TypeRef<T> type, Step<T> step) throws Exception;

  /** As {@link #step(String, Class, Step)}, for steps without a result. */
  void step(String name, Step.Effect step) throws Exception;

  /**
   * Whether the claim is known to be over, so that whatever this attempt records will be refused.
   * False means only that nothing is known yet.
   */
  boolean leaseLost();

  /**
   * The right to run this attempt, for calls to the store that need it. Not to settle with: the
   * guard must know of it, by {@link #completeIn} or by how the handler ends.
   */
  Claim claim();

  /**
   * Completes the event in a transaction that the handler opened on the store's own database: the
   * effect that it wrote there, COMPLETE, the response and the ledger entry are one commit.
   *
   * <p>The handler then commits and returns; what it returns is not used. However it ends, the
   * guard asks the store whether the transaction has committed. If so the event is COMPLETE. If not
   * nothing of it has happened: a handler that threw is judged by what it threw, and one that
   * returned is run again. After a rollback, this may be called again in another transaction.
   *
   * <p>From this call on the event's row is locked until the transaction ends, and the claim is no
   * longer renewed: commit and return without delay. Not for a {@link TransactionalHandler}, whose
   * transaction is the guard's.
   *
   * @param connection the driver's or a pool's, with auto-commit off and the transaction open
   * @param response what to tell the provider and later duplicates
   * @throws SupersededException if the claim is over: the transaction can only roll back, because
   *     its effect belongs to a newer claim
   * @throws IllegalArgumentException if the connection is in auto-commit mode
   * @throws IllegalStateException if the handler has returned, or is a {@link TransactionalHandler}
   * @throws ConfigurationException if the store's transactions cannot be shared
   */
  void completeIn(Connection connection, Response response);
}
