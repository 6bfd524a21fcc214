package io.webhookguard.core.handler;

import io.webhookguard.api.event.Response;

/**
 * A handler that can ask the other side whether its effect has happened.
 *
 * <p>Whenever an attempt has ended without a known outcome (its node died, or it threw {@link
 * UnknownOutcomeFailure} or anything else that the guard does not know), the next claim of the
 * event asks the probe first, before anything is repeated:
 *
 * <ol>
 *   <li>{@link Finding.Done}: the event is COMPLETE, and the handler does not run again;
 *   <li>{@link Finding.NotDone}: nothing is in doubt any more, and the handler runs in the same
 *       attempt;
 *   <li>{@link Finding.CannotTell}: the event is parked, FAILED (IN_DOUBT), until a person decides;
 *   <li>the probe throws: it is asked again as {@link RunPolicy#retry} says, and when the attempts
 *       are spent the event is parked.
 * </ol>
 *
 * <p>One claim more than {@link RetryPolicy#attempts} may be made for the probe alone. {@link
 * RunPolicy#inDoubt} and {@link RunPolicy#remoteKeyTtl} do not matter for this kind.
 *
 * <p>This holds for processes that stop. One that is paused past its lease may make its effect
 * after the probe has looked; only a destination that compares {@link HandlerContext#fencingToken}
 * can refuse that.
 */
public non-sealed interface ProbedHandler extends EventHandler {

  /**
   * Makes the effect happen, and ends as a {@link Handler} does; whatever it throws beside the four
   * {@link HandlerFailure}s leaves the outcome unknown.
   *
   * @return what to tell the provider and later duplicates
   * @throws Exception as described at {@link Handler}
   */
  Response handle(HandlerContext context) throws Exception;

  /**
   * Says whether the effect of an earlier attempt has happened. Must change nothing; {@link
   * HandlerContext#step} and {@link HandlerContext#completeIn} are refused in it.
   *
   * @param context of the attempt that asks; its {@link HandlerContext#idempotencyKey} is that of
   *     the earlier ones
   * @throws Exception when the other side could not be asked now
   */
  Finding probe(HandlerContext context) throws Exception;

  /** Puts a probed handler together from its two halves. */
  static ProbedHandler of(Handler handler, Probe probe) {
    return new ProbedHandler() {
      @Override
      public Response handle(HandlerContext context) throws Exception {
        return handler.handle(context);
      }

      @Override
      public Finding probe(HandlerContext context) throws Exception {
        return probe.look(context);
      }
    };
  }

  /** The half of a probed handler that asks. */
  @FunctionalInterface
  interface Probe {

    /**
     * Says whether the effect has happened.
     *
     * @throws Exception as described at {@link ProbedHandler#probe}
     */
    Finding look(HandlerContext context) throws Exception;
  }
}
