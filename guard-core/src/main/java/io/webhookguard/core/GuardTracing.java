package io.webhookguard.core;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.core.handler.HandlerContext;
import java.util.Map;

/**
 * Carries a trace from a delivery to the attempts of its events, which may come much later and on
 * another node: what names the trace is kept with the event.
 *
 * <p>Calls come from many threads, in the middle of the work: be quick. What it throws is logged
 * and changes nothing.
 */
public interface GuardTracing {

  /** Traces nothing. */
  GuardTracing NONE =
      new GuardTracing() {
        @Override
        public Delivered delivered(String source, Headers headers) {
          return Delivered.UNTRACED;
        }

        @Override
        public Attempted attempted(HandlerContext context) {
          return Attempted.UNTRACED;
        }
      };

  /**
   * A request for a source has come.
   *
   * @param headers of the request, which nobody has verified
   */
  Delivered delivered(String source, Headers headers);

  /** A handler is about to run, in this thread. */
  Attempted attempted(HandlerContext context);

  /** A request on its way. */
  interface Delivered {

    /** Of which nobody asks. */
    Delivered UNTRACED =
        new Delivered() {
          @Override
          public Map<String, String> kept() {
            return Map.of();
          }

          @Override
          public void answered(int status) {}
        };

    /**
     * What to keep with the request's events: names and values as {@link Attributes} has them. What
     * does not fit there is dropped.
     */
    Map<String, String> kept();

    /** It was answered. */
    void answered(int status);
  }

  /** An attempt that runs. */
  interface Attempted {

    /** Of which nobody asks. */
    Attempted UNTRACED = how -> {};

    /** The handler has returned, in the thread that it was called in. */
    void ended(HowItEnded how);
  }

  /** How a handler's call ended. */
  enum HowItEnded {
    /** The effect happened. */
    SUCCEEDED,
    /** No further attempt by itself. */
    FAILED,
    /** Another attempt follows, and nothing is in doubt. */
    RETRYABLE,
    /** The effect was not begun. */
    NOT_STARTED,
    /** The effect may have happened. */
    UNKNOWN
  }
}
