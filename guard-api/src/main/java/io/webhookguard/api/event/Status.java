package io.webhookguard.api.event;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** An event's state with the data that belongs to it. All times are the store's. */
public sealed interface Status {

  /** The bare state. */
  EventState state();

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Pending, T> pending,
      Function<Processing, T> processing,
      Function<Complete, T> complete,
      Function<Failed, T> failed);

  /**
   * Waiting to run.
   *
   * @param dueAt not before this time
   */
  record Pending(Instant dueAt) implements Status {
    @Override
    public EventState state() {
      return EventState.PENDING;
    }

    @Override
    public <T> T match(
        Function<Pending, T> pending,
        Function<Processing, T> processing,
        Function<Complete, T> complete,
        Function<Failed, T> failed) {
      return pending.apply(this);
    }
  }

  /**
   * Claimed.
   *
   * @param owner the node that holds the claim
   * @param claimId the caller-made id of the call that granted it
   * @param leaseEnd when others may take the event over
   */
  record Processing(String owner, UUID claimId, Instant leaseEnd) implements Status {
    @Override
    public EventState state() {
      return EventState.PROCESSING;
    }

    @Override
    public <T> T match(
        Function<Pending, T> pending,
        Function<Processing, T> processing,
        Function<Complete, T> complete,
        Function<Failed, T> failed) {
      return processing.apply(this);
    }
  }

  /**
   * Done.
   *
   * @param at when
   * @param how by a handler, by being ignored, or by a person's word
   * @param response what to tell a duplicate; lists leave its body out
   */
  record Complete(Instant at, Completion how, Response response) implements Status {
    @Override
    public EventState state() {
      return EventState.COMPLETE;
    }

    @Override
    public <T> T match(
        Function<Pending, T> pending,
        Function<Processing, T> processing,
        Function<Complete, T> complete,
        Function<Failed, T> failed) {
      return complete.apply(this);
    }
  }

  /**
   * A dead letter.
   *
   * @param at when
   * @param reason why
   */
  record Failed(Instant at, FailureReason reason) implements Status {
    @Override
    public EventState state() {
      return EventState.FAILED;
    }

    @Override
    public <T> T match(
        Function<Pending, T> pending,
        Function<Processing, T> processing,
        Function<Complete, T> complete,
        Function<Failed, T> failed) {
      return failed.apply(this);
    }
  }
}
