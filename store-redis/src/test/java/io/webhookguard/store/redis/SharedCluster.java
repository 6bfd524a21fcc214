package io.webhookguard.store.redis;

import io.webhookguard.testsupport.servers.RedisCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A cluster of three masters that all tests of this process share; it ends with the process. */
final class SharedCluster {

  static final int PARTITIONS = 7;

  private SharedCluster() {}

  private static final class Holder {
    static final RedisCluster CLUSTER = start();

    private static RedisCluster start() {
      try {
        return RedisCluster.start(Files.createTempDirectory("guard-cluster"), 3, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What the kit is told of a store in it. */
  static RedisHarness harness() {
    return new RedisHarness(Holder.CLUSTER.url(), PARTITIONS);
  }
}
