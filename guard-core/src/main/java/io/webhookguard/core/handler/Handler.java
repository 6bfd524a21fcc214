package io.webhookguard.core.handler;

import io.webhookguard.api.event.Response;

/**
 * The business's code for events of a type. What it does is the event's effect.
 *
 * <p>It may block. It runs on a worker thread, for different events at the same time, so it must be
 * safe for use by many threads. How an attempt ended is told by how the call ends:
 *
 * <ol>
 *   <li>it returns: the effect happened and the event is COMPLETE;
 *   <li>it throws {@link PermanentFailure}: no attempt can succeed;
 *   <li>it throws {@link RetryableFailure}: it is certain that nothing happened, or a repeat is
 *       harmless;
 *   <li>it throws {@link NotStartedFailure}: the effect was not even begun, and the attempt does
 *       not count;
 *   <li>it throws {@link UnknownOutcomeFailure}: the effect may have happened; {@link InDoubt} says
 *       what follows;
 *   <li>it throws any other exception: as {@link RunPolicy#classification} says; if that says
 *       nothing, as an {@link UnknownOutcomeFailure};
 *   <li>it throws {@link StepException}: its code is wrong, and the event becomes a dead letter;
 *   <li>it throws an {@link OutOfMemoryError}: the node takes no more work and leaves the event to
 *       the end of its lease.
 * </ol>
 *
 * <p>A handler that completed the event in a transaction of its own ({@link
 * HandlerContext#completeIn}) has said how it ends, if that transaction committed.
 */
@FunctionalInterface
public non-sealed interface Handler extends EventHandler {

  /**
   * Makes the effect happen.
   *
   * @return what to tell the provider and later duplicates, or {@link Response#EMPTY}
   * @throws Exception as described at the type
   */
  Response handle(HandlerContext context) throws Exception;

  /** A handler that has nothing to say: its answer is {@link Response#EMPTY}. */
  static Handler of(Effect effect) {
    return context -> {
      effect.happen(context);
      return Response.EMPTY;
    };
  }

  /** The part of a handler that matters to the business. */
  @FunctionalInterface
  interface Effect {

    /**
     * Makes the effect happen.
     *
     * @throws Exception as described at {@link Handler}
     */
    void happen(HandlerContext context) throws Exception;
  }
}
