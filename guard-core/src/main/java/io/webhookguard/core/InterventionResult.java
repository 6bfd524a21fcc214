package io.webhookguard.core;

import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.InterventionAnswer;
import java.util.function.Function;

/** What came of a person's call that changes an event. */
public sealed interface InterventionResult {

  /** Applies the function of the case at hand. */
  <T> T match(Function<Answered, T> answered, Function<Requested, T> requested);

  /**
   * The store was asked: no second person was needed, or this was the second one.
   *
   * @param answer what it said
   */
  record Answered(InterventionAnswer answer) implements InterventionResult {
    @Override
    public <T> T match(Function<Answered, T> answered, Function<Requested, T> requested) {
      return answered.apply(this);
    }
  }

  /**
   * The source demands a second person ({@link Source#approval}). The call is recorded, and the
   * same call by another person makes the change. It lapses when the event changes, and after
   * {@link Source#REQUEST_LASTS}.
   *
   * @param request the entry that says who asked for what, and why
   */
  record Requested(LedgerEntry request) implements InterventionResult {
    @Override
    public <T> T match(Function<Answered, T> answered, Function<Requested, T> requested) {
      return requested.apply(this);
    }
  }
}
