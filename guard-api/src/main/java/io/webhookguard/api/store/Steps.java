package io.webhookguard.api.store;

import io.webhookguard.api.event.Payload;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps results of named parts of a handler, so that a later attempt does not repeat them.
 *
 * <p>Results belong to an event and its generation: a retry finds them, a replay does not. Both
 * calls carry a claim and answer {@code Superseded} once it is over. Rules: {@code
 * docs/contract.md} (ST). Safe for use by many threads.
 */
public interface Steps {

  /** The longest step name, in UTF-8 bytes. */
  int MAX_NAME_BYTES = 255;

  /** The largest result in bytes. */
  int MAX_RESULT_BYTES = 64 * 1024;

  /** The most steps of one event and generation. */
  int MAX_STEPS = 1_000;

  /** All results of the claim's event and generation. */
  Recalled recall(Claim claim);

  /**
   * Keeps a result, durably, before it answers. The first result under a name stays.
   *
   * @throws IllegalArgumentException if the name is not opaque text, the result is larger than
   *     {@value #MAX_RESULT_BYTES} bytes or the event has {@value #MAX_STEPS} steps already
   */
  Recorded record(Claim claim, String step, Payload result);

  /** What {@link #recall} found. */
  sealed interface Recalled {

    /** Applies the function of the case at hand. */
    <T> T match(Function<Results, T> results, Function<Recalled.Superseded, T> superseded);

    /**
     * The results by step name, in the order they were recorded.
     *
     * @param byStep unmodifiable
     */
    record Results(Map<String, Payload> byStep) implements Recalled {
      @Override
      public <T> T match(
          Function<Results, T> results, Function<Recalled.Superseded, T> superseded) {
        return results.apply(this);
      }
    }

    /** The claim is over. */
    record Superseded(long newestToken) implements Recalled {
      @Override
      public <T> T match(
          Function<Results, T> results, Function<Recalled.Superseded, T> superseded) {
        return superseded.apply(this);
      }
    }
  }

  /** What came of {@link #record}. */
  sealed interface Recorded {

    /** Applies the function of the case at hand. */
    <T> T match(
        Function<Kept, T> kept,
        Function<AlreadyKept, T> alreadyKept,
        Function<Recorded.Superseded, T> superseded);

    /** The result is durable. */
    record Kept() implements Recorded {
      @Override
      public <T> T match(
          Function<Kept, T> kept,
          Function<AlreadyKept, T> alreadyKept,
          Function<Recorded.Superseded, T> superseded) {
        return kept.apply(this);
      }
    }

    /**
     * There was a result under this name, perhaps from the same call whose reply was lost.
     *
     * @param result the one that stays
     */
    record AlreadyKept(Payload result) implements Recorded {
      @Override
      public <T> T match(
          Function<Kept, T> kept,
          Function<AlreadyKept, T> alreadyKept,
          Function<Recorded.Superseded, T> superseded) {
        return alreadyKept.apply(this);
      }
    }

    /** The claim is over; nothing was kept. */
    record Superseded(long newestToken) implements Recorded {
      @Override
      public <T> T match(
          Function<Kept, T> kept,
          Function<AlreadyKept, T> alreadyKept,
          Function<Recorded.Superseded, T> superseded) {
        return superseded.apply(this);
      }
    }
  }
}
