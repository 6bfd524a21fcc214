package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.StoreHarness;
import java.util.List;

/**
 * One call of a port with all its arguments, so that it can be made, made again, told and judged.
 *
 * @param <A> its answer
 */
interface Call<A> {

  /** Makes the call. */
  A make(Client client);

  /** Accepts the answer and moves the model on, or throws a {@link Disagreement}. */
  void judge(Model model, A answer);

  /** What it is called in counts: calls of one name can be made again by that name. */
  String name();

  /** Short names of what came, for counts and for the story. */
  List<String> outcomes(A answer);

  /** The events that it names. */
  default List<EventKey> keys() {
    return List.of();
  }

  /** The claims that the answer handed out. */
  default List<Attempt> granted(A answer) {
    return List.of();
  }

  /** The records that the answer shows. */
  default List<EventRecord> shown(A answer) {
    return List.of();
  }

  /** Whether a caller whose reply was lost makes it again with the same ids. */
  default boolean isRepeatable() {
    return false;
  }

  /** Who makes a call. */
  record Client(GuardStore store, StoreHarness harness) {}
}
