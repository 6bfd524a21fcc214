package io.webhookguard.core;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import java.time.Duration;

/**
 * Hears of what the guard does as it happens: the place for meters.
 *
 * <p>Calls come from many threads, in the middle of the work: be quick. What it throws is logged
 * and changes nothing. All arguments have few values, so that they may become labels.
 */
public interface GuardObserver {

  /** Hears nothing. */
  GuardObserver NONE =
      new GuardObserver() {
        @Override
        public void received(Route route, Receipt.Outcome outcome) {}

        @Override
        public void refused(String source, Rejection reason) {}

        @Override
        public void unavailable(String source, Unavailability why) {}

        @Override
        public void started(Route route) {}

        @Override
        public void ended(Route route, Ending ending, Duration ran) {}

        @Override
        public void superseded(Route route) {}

        @Override
        public void recovered(Route route) {}
      };

  /** An event of an accepted request. Duplicates and conflicts too. */
  void received(Route route, Receipt.Outcome outcome);

  /**
   * A request was refused.
   *
   * @param source its name, or {@code unknown} where there is no such source
   */
  void refused(String source, Rejection reason);

  /** A request was answered 503. */
  void unavailable(String source, Unavailability why);

  /** A handler is about to run. */
  void started(Route route);

  /**
   * An attempt's end was recorded.
   *
   * @param ran how long the handler ran; zero when it did not
   */
  void ended(Route route, Ending ending, Duration ran);

  /** An attempt's end was refused, because a newer claim holds the event. */
  void superseded(Route route);

  /** A claim whose lease had ended was taken over. */
  void recovered(Route route);

  /** How attempts end. */
  enum Ending {
    /** The effect happened. */
    COMPLETED,
    /** Another attempt follows. */
    RETRY,
    /** Another attempt follows, in doubt. */
    DOUBT,
    /** No further attempt by itself. */
    FAILED,
    /** Handed back before the effect began. */
    RELEASED
  }

  /** Why a request could not be taken. */
  enum Unavailability {
    /** The guard has not started, or stops. */
    NOT_RUNNING,
    /** The store could not be asked. */
    STORE,
    /** More came than the store takes: too much waits for it, or this waited too long. */
    BUSY,
    /** What the store did could not be learned in time. */
    UNKNOWN_OUTCOME,
    /** Evidence could not be had. */
    EVIDENCE,
    /** The adapter failed, which no request may make it do. */
    ADAPTER
  }
}
