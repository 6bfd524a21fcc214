package io.webhookguard.api.store;

import io.webhookguard.api.event.EventRecord;
import java.util.function.Function;

/** What came of an {@link Intervention}. */
public sealed interface InterventionAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Done, T> done,
      Function<Refused, T> refused,
      Function<Unknown, T> unknown,
      Function<Locked, T> locked);

  /**
   * It took effect, now or when the same id was sent before.
   *
   * @param record the event as it is now
   */
  record Done(EventRecord record) implements InterventionAnswer {
    @Override
    public <T> T match(
        Function<Done, T> done,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown,
        Function<Locked, T> locked) {
      return done.apply(this);
    }
  }

  /**
   * The state machine does not allow it. Nothing was changed.
   *
   * @param refusal why not
   * @param record the event as it is
   */
  record Refused(Refusal refusal, EventRecord record) implements InterventionAnswer {
    @Override
    public <T> T match(
        Function<Done, T> done,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown,
        Function<Locked, T> locked) {
      return refused.apply(this);
    }
  }

  /** No such event. */
  record Unknown() implements InterventionAnswer {
    @Override
    public <T> T match(
        Function<Done, T> done,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown,
        Function<Locked, T> locked) {
      return unknown.apply(this);
    }
  }

  /** A user's open transaction holds the row: nothing was changed, ask again later. */
  record Locked() implements InterventionAnswer {
    @Override
    public <T> T match(
        Function<Done, T> done,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown,
        Function<Locked, T> locked) {
      return locked.apply(this);
    }
  }

  /** Why an intervention was refused. */
  enum Refusal {
    /**
     * The event is not in a state, or not FAILED for a reason, that the intervention starts from.
     */
    WRONG_STATE,
    /** The event was reopened as often as the source allows. */
    REOPENINGS_SPENT,
    /** The other side may have forgotten the idempotency key. */
    KEY_WINDOW_PASSED,
    /** The payload was purged or erased: only the tombstone is left, and it cannot run. */
    PAYLOAD_PURGED
  }
}
