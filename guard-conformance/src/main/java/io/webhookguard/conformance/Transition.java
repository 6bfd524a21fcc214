package io.webhookguard.conformance;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.GuardStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of call that writes.
 *
 * @param name what reports call it
 * @param preparation brings events of their own into the state from which the call is made
 */
record Transition(String name, Preparation preparation) {

  /** Prepares a trial upon events that no other trial uses. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Prepares it.
     *
     * @param id what the ids of its events begin with
     */
    Trial of(Scenario story, String id);
  }

  /**
   * One call, ready to be made.
   *
   * @param events what it is made upon: one item each
   * @param send makes it and tells its answer in words that are the same in every trial
   * @param again asks for its answer once more with the same ids, after its reply was lost; empty
   *     for calls that are not repeated
   * @param alsoSeen what can be seen of its effect beside the events, in one line for each item
   */
  record Trial(
      List<EventKey> events,
      Function<GuardStore, List<String>> send,
      Optional<Function<GuardStore, List<String>>> again,
      Function<GuardStore, List<String>> alsoSeen) {

    /** A call that is repeated as it was and whose effect shows on the events alone. */
    static Trial of(List<EventKey> events, Function<GuardStore, List<String>> send) {
      return new Trial(events, send, Optional.of(send), store -> List.of());
    }

    Trial askedAgainBy(Function<GuardStore, List<String>> other) {
      return new Trial(events, send, Optional.of(other), alsoSeen);
    }

    Trial neverAskedAgain() {
      return new Trial(events, send, Optional.empty(), alsoSeen);
    }

    Trial alsoSeenBy(Function<GuardStore, List<String>> other) {
      return new Trial(events, send, again, other);
    }
  }
}
