package io.webhookguard.core.handler;

import io.webhookguard.api.event.Response;

/**
 * The business's code that undoes the effect of an event, run when persons have it rolled back.
 *
 * <p>It is a handler in every way: retries, leases, doubt, lanes and the ledger are as for {@link
 * Handler}, and so is how it says how an attempt ended. Its context is that of the compensation: an
 * event of its own with the payload of the one that is undone, and with an idempotency key of its
 * own.
 */
@FunctionalInterface
public interface Compensation {

  /**
   * Undoes the effect.
   *
   * @param undone whose effect, of which generation
   * @return what to keep as its response, or {@link Response#EMPTY}
   * @throws Exception as described at {@link Handler}
   */
  Response undo(HandlerContext context, Undone undone) throws Exception;
}
