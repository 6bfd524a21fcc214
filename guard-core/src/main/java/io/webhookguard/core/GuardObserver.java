package io.webhookguard.core;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
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
        public void started(Route route, Duration waited) {}

        @Override
        public void ended(Route route, Ending ending, Duration ran, Duration recording) {}

        @Override
        public void deadLetter(Route route, FailureReason reason) {}

        @Override
        public void superseded(Route route) {}

        @Override
        public void recovered(Route route) {}

        @Override
        public void leaseLost(Route route) {}

        @Override
        public void probed(Route route, Probed found) {}

        @Override
        public void intervened(Route route, DecisionKind what) {}

        @Override
        public void gathered(SharedCall call, int items) {}

        @Override
        public void storeClock(Duration ahead) {}
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

  /**
   * A handler is about to run.
   *
   * @param waited how long ago its claim was asked for
   */
  void started(Route route, Duration waited);

  /**
   * An attempt's end was recorded.
   *
   * @param ran how long the handler ran; zero when it did not
   * @param recording how long it took until the end was recorded, retries included
   */
  void ended(Route route, Ending ending, Duration ran, Duration recording);

  /** An event became a dead letter, beside {@link #ended}. */
  void deadLetter(Route route, FailureReason reason);

  /** An attempt's end was refused, because a newer claim holds the event. */
  void superseded(Route route);

  /** A claim whose lease had ended was taken over. */
  void recovered(Route route);

  /** A claim of this node's was over before its attempt was. */
  void leaseLost(Route route);

  /** A probe was asked. */
  void probed(Route route, Probed found);

  /**
   * An event was changed outside any attempt.
   *
   * @param what the kind of its ledger entry
   */
  void intervened(Route route, DecisionKind what);

  /** So many items went to the store in one call. */
  void gathered(SharedCall call, int items);

  /**
   * How far the store's clock is ahead of this node's, give or take a round trip. Heard with every
   * claim that is granted; negative if it is behind.
   */
  void storeClock(Duration ahead);

  /** What a probe found. */
  enum Probed {
    /** The effect has happened. */
    DONE,
    /** It has not. */
    NOT_DONE,
    /** Nobody can tell. */
    CANNOT_TELL,
    /** The probe threw. */
    FAILED
  }

  /** Calls to the store that concurrent callers share. */
  enum SharedCall {
    /** Events on their way in. */
    ADMIT,
    /** Attempts' ends. */
    SETTLE
  }

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
