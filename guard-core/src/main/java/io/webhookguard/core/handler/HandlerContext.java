package io.webhookguard.core.handler;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
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

  /** The right to run this attempt, for stores that settle in the handler's own transaction. */
  Claim claim();
}
