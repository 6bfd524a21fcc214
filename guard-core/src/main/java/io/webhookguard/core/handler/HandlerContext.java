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

  /** The body as it came first. */
  Payload payload();

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
