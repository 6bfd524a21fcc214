package io.webhookguard.store.redis;

import java.util.List;

/**
 * One script to run.
 *
 * @param keys those of events and routes that it names, beside the partition's fixed ones
 */
record Call(Partition partition, Script script, List<byte[]> keys, Args args) {

  /** A script that names no keys of its own. */
  static Call of(Partition partition, Script script, Args args) {
    return new Call(partition, script, List.of(), args);
  }
}
