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
    int payloads = 0;
    int tombstones = 0;
    for (Partition partition : data.partitions().all()) {
      int taken = MOST_IN_A_SCRIPT;
      while (taken == MOST_IN_A_SCRIPT && payloads + tombstones < limit) {
        int most = Math.min(MOST_IN_A_SCRIPT, limit - payloads - tombstones);
        Fields fields = data.run(call(partition, retention, most)).fields();
        int emptied = fields.small();
        int forgotten = fields.small();
        payloads += emptied;
        tombstones += forgotten;
        taken = emptied + forgotten;
      }
    }
    return new Purged(payloads, tombstones);
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
