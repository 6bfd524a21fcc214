package io.webhookguard.core.lock;

import io.webhookguard.api.lock.Lease;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process holds of a fast lock, for each taking that the authority was asked for.
 *
 * <p>At most {@value #MAX} takings: of more, the oldest is forgotten, whose fast lease then ends by
 * itself. Safe for use by many threads.
 */
final class FastLeases {

  private static final int MAX = 10_000;

  /** One taking of a name, as the caller knows it. */
  record Taking(String name, String holder) {
    static Taking of(Lease lease) {
      return new Taking(lease.name(), lease.holder());
    }
  }

  /**
   * A lease of the fast lock.
   *
   * @param untilNanos when the authority's lease ends at the earliest, by the monotonic clock
   */
  record Held(Lease lease, long untilNanos) {}

  private final Map<Taking, Optional<Held>> byTaking = new LinkedHashMap<>();

  /** Says whether it is the first time. */
  synchronized boolean begin(Taking taking) {
    boolean first = byTaking.putIfAbsent(taking, Optional.empty()) == null;
    if (byTaking.size() > MAX) {
      byTaking.remove(byTaking.keySet().iterator().next());
    }
    return first;
  }

  /** The fast lock has granted it, unless it is over already. */
  synchronized void granted(Taking taking, Lease lease) {
    byTaking.computeIfPresent(taking, (key, before) -> Optional.of(new Held(lease, 0)));
  }

  /** The authority's lease was renewed. */
  synchronized void until(Taking taking, long nanos) {
    byTaking.computeIfPresent(
        taking, (key, before) -> before.map(held -> new Held(held.lease(), nanos)));
  }

  synchronized Optional<Held> find(Taking taking) {
    return byTaking.getOrDefault(taking, Optional.empty());
  }

  /** Keeps in mind that the authority was asked, and says what is to be let go. */
  synchronized Optional<Lease> drop(Taking taking) {
    return Optional.ofNullable(byTaking.replace(taking, Optional.empty()))
        .flatMap(held -> held.map(Held::lease));
  }

  /** The taking is over: forgets it, and says what is to be let go. */
  synchronized Optional<Lease> end(Taking taking) {
    return Optional.ofNullable(byTaking.remove(taking)).flatMap(held -> held.map(Held::lease));
  }
}
