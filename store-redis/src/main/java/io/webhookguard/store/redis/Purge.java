package io.webhookguard.store.redis;

import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Duration;

/** What goes with age, and what stays (ES-52, ES-53): one partition after the other. */
final class Purge {

  /** More in one script would keep others waiting for too long. */
  private static final int MOST_IN_A_SCRIPT = 200;

  private final Data data;

  Purge(Data data) {
    this.data = data;
  }

  /** What has left its lane stays until the lane knows. */
  Purged purge(Retention retention, int limit) {
    if (data.partitions().count() > 1) {
      data.carryOwed(data.partitions().all(), Duration.ZERO);
    }
    Purged purged = new Purged(0, 0);
    for (Partition partition : data.partitions().all()) {
      int taken = MOST_IN_A_SCRIPT;
      while (taken == MOST_IN_A_SCRIPT && total(purged) < limit) {
        Purged before = purged;
        int most = Math.min(MOST_IN_A_SCRIPT, limit - total(before));
        Call call = call(partition, retention, most);
        Answer answer =
            total(before) == 0 ? data.run(call) : Data.behindAWrite(() -> data.run(call));
        purged = sum(before, answer.fields());
        taken = total(purged) - total(before);
      }
    }
    return purged;
  }

  private static Purged sum(Purged before, Fields more) {
    return new Purged(before.payloads() + more.small(), before.tombstones() + more.small());
  }

  private static int total(Purged purged) {
    return purged.payloads() + purged.tombstones();
  }

  private static Call call(Partition partition, Retention retention, int most) {
    return Call.of(
        partition,
        Script.PURGE,
        new Args()
            .add(Micros.of(retention.payload()))
            .add(Micros.of(retention.dedupHorizon()))
            .add(most));
  }
}
