package io.webhookguard.api.store;

import io.webhookguard.api.event.EventRecord;
import java.util.function.Function;

/** What became of an {@link Arrival}. Every answer is certain and durable. */
public sealed interface Admission {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Queued, T> queued,
      Function<Claimed, T> claimed,
      Function<Ignored, T> ignored,
      Function<Duplicate, T> duplicate,
      Function<Conflict, T> conflict);

  /** New, and waiting for a worker: nobody asked to run it at once, or its lane is busy. */
  record Queued() implements Admission {
    @Override
    public <T> T match(
        Function<Queued, T> queued,
        Function<Claimed, T> claimed,
        Function<Ignored, T> ignored,
        Function<Duplicate, T> duplicate,
        Function<Conflict, T> conflict) {
      return queued.apply(this);
    }
  }

  /**
   * New, and the caller's to run.
   *
   * @param attempt the right to run it, and what to run
   */
  record Claimed(Attempt attempt) implements Admission {
    @Override
    public <T> T match(
        Function<Queued, T> queued,
        Function<Claimed, T> claimed,
        Function<Ignored, T> ignored,
        Function<Duplicate, T> duplicate,
        Function<Conflict, T> conflict) {
      return claimed.apply(this);
    }
  }

  /** New, and recorded as COMPLETE without running. */
  record Ignored() implements Admission {
    @Override
    public <T> T match(
        Function<Queued, T> queued,
        Function<Claimed, T> claimed,
        Function<Ignored, T> ignored,
        Function<Duplicate, T> duplicate,
        Function<Conflict, T> conflict) {
      return ignored.apply(this);
    }
  }

  /**
   * Known, with the same body. Nothing was written.
   *
   * @param record the event as it is
   */
  record Duplicate(EventRecord record) implements Admission {
    @Override
    public <T> T match(
        Function<Queued, T> queued,
        Function<Claimed, T> claimed,
        Function<Ignored, T> ignored,
        Function<Duplicate, T> duplicate,
        Function<Conflict, T> conflict) {
      return duplicate.apply(this);
    }
  }

  /**
   * Known, with another body. The first body stays; nothing was written.
   *
   * @param record the event as it is
   */
  record Conflict(EventRecord record) implements Admission {
    @Override
    public <T> T match(
        Function<Queued, T> queued,
        Function<Claimed, T> claimed,
        Function<Ignored, T> ignored,
        Function<Duplicate, T> duplicate,
        Function<Conflict, T> conflict) {
      return conflict.apply(this);
    }
  }
}
