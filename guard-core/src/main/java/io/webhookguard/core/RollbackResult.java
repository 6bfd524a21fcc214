package io.webhookguard.core;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.LedgerEntry;
import java.util.function.Function;

/** What came of having the effect of an event rolled back. */
public sealed interface RollbackResult {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Ordered, T> ordered,
      Function<Requested, T> requested,
      Function<Refused, T> refused,
      Function<Unknown, T> unknown);

  /**
   * The decision is recorded and the compensation waits to run, like any event.
   *
   * @param compensation the event that is its run
   */
  record Ordered(EventKey compensation) implements RollbackResult {
    @Override
    public <T> T match(
        Function<Ordered, T> ordered,
        Function<Requested, T> requested,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown) {
      return ordered.apply(this);
    }
  }

  /**
   * The source demands a second person: as {@link InterventionResult.Requested}.
   *
   * @param request the entry that says who asked, and why
   */
  record Requested(LedgerEntry request) implements RollbackResult {
    @Override
    public <T> T match(
        Function<Ordered, T> ordered,
        Function<Requested, T> requested,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown) {
      return requested.apply(this);
    }
  }

  /**
   * It cannot be. Nothing was changed.
   *
   * @param reason why not
   * @param record the event as it is
   */
  record Refused(Reason reason, EventRecord record) implements RollbackResult {
    @Override
    public <T> T match(
        Function<Ordered, T> ordered,
        Function<Requested, T> requested,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown) {
      return refused.apply(this);
    }
  }

  /** No such event. */
  record Unknown() implements RollbackResult {
    @Override
    public <T> T match(
        Function<Ordered, T> ordered,
        Function<Requested, T> requested,
        Function<Refused, T> refused,
        Function<Unknown, T> unknown) {
      return unknown.apply(this);
    }
  }

  /** Why an effect is not rolled back. */
  enum Reason {
    /** No compensation is registered on this node for the event's route and type. */
    NO_COMPENSATION,
    /** Only the effect of a COMPLETE event is rolled back. */
    NOT_COMPLETE,
    /** The event was recorded and never handled: it had no effect. */
    NO_EFFECT,
    /** The payload was purged: the compensation would have nothing to go by. */
    PAYLOAD_PURGED,
    /** This generation was rolled back before; its compensation is known. */
    ALREADY_ROLLED_BACK
  }
}
