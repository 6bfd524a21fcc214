package io.webhookguard.core.simulation;

import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.InterposedStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at who purges, and under which lease. A store whose clock jumps ends leases before their
 * time, so then a holder may know of its loss late.
 */
final class PurgeCheck {

  private static final String LOCK = "guard.purge";

  private record Held(SimulatedNode by, Lease lease) {}

  private final Stage stage;
  private Optional<Held> newest = Optional.empty();

  PurgeCheck(Stage stage) {
    this.stage = stage;
  }

  /** The node is about to call its store. */
  void asks(SimulatedNode node, InterposedStore.Call call) {
    if (!call.name().equals("purge") || stage.scenario.has(Trouble.STORE_CLOCK)) {
      return;
    }
    boolean holds =
        newest
            .filter(held -> held.by() == node)
            .filter(held -> stage.time.clock().instant().isBefore(held.lease().endsAt()))
            .isPresent();
    stage.tally.count("purge under the lock");
    stage.require(
        holds, Invariant.ONE_PURGER, node.name() + " purges while it holds no lock: " + newest);
  }

  /** The store has done what the node asked for, whether the node will hear of it or not. */
  void answered(SimulatedNode node, InterposedStore.Call call, @Nullable Object answer) {
    if (!isAboutPurges(call)) {
      return;
    }
    if (call.name().equals("tryAcquire")) {
      boolean granted = answer instanceof Optional<?> lease && lease.isPresent();
      stage.tally.count(granted ? "purge lock granted" : "purge lock refused");
    }
    if (call.subject() instanceof Lease) {
      stage.tally.count("purge lock: " + call.name());
    }
    lease(answer).ifPresent(lease -> newest = Optional.of(new Held(node, lease)));
  }

  private static boolean isAboutPurges(InterposedStore.Call call) {
    return call.subject().equals(LOCK)
        || (call.subject() instanceof Lease lease && lease.name().equals(LOCK));
  }

  private static Optional<Lease> lease(@Nullable Object answer) {
    if (answer instanceof Optional<?> granted && granted.orElse(null) instanceof Lease lease) {
      return Optional.of(lease);
    }
    return answer instanceof Lock.Renewal.Renewed renewed
        ? Optional.of(renewed.lease())
        : Optional.empty();
  }
}
