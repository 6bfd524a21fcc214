package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All claims that this node holds. Bounded by the slots and by the limit of a recovery.
 *
 * <p>A run leaves when the store has answered its end, or when it is left to its lease.
 */
final class Runs {

  private final Map<Run.Name, Run> byName = new ConcurrentHashMap<>();
  private final Slots slots;
  private final SettledDuplicates settled;
  private final Runnable onLeave;

  Runs(Slots slots, SettledDuplicates settled, Runnable onLeave) {
    this.slots = slots;
    this.settled = settled;
    this.onLeave = onLeave;
  }

  /** Whatever was settled is not any more: there is a claim on it. */
  void add(Run run) {
    run.held(settled.forget(run.key()));
    byName.put(run.name(), run);
  }

  /** Lets the run go. Its slot comes back once, however often this is called. */
  void leave(Run run) {
    if (byName.remove(run.name(), run)) {
      if (run.holdsSlot()) {
        slots.release(1);
      }
      onLeave.run();
    }
  }

  Collection<Run> all() {
    return List.copyOf(byName.values());
  }

  boolean holds(EventKey key) {
    return byName.keySet().stream().anyMatch(name -> name.key().equals(key));
  }

  /** Whether this very claim is held: an answer that was lost may bring it twice. */
  boolean holds(Run.Name name) {
    return byName.containsKey(name);
  }

  int size() {
    return byName.size();
  }
}
