package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.servers.RedisCluster;
import io.webhookguard.testsupport.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master of a cluster is killed under load and started again on its files, and slots move from
 * one master to another. Callers see refusals and unknown outcomes meanwhile, and no wrong answer.
 */
final class ClusterFaultsCrashIT {

  private static final boolean LONG = System.getProperty("guard.tier", "gate").equals("long");
  private static final int KILLS = LONG ? 50 : 3;
  private static final int MOVES = LONG ? 200 : 12;
  private static final int MASTERS = 3;
  private static final int PARTITIONS = 7;
  private static final int LANES = 16;
  private static final String PREFIX = "guard:";

  private final long seed = Long.getLong("guard.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Witness witness = new Witness();

  @TempDir private Path folder;

  private RedisCluster cluster;
  private RedisStore store;

  @BeforeEach
  void start() {
    System.out.println("faulty cluster: repeat with -Dguard.seed=" + seed);
    cluster = RedisCluster.start(folder, MASTERS, 0);
    store =
        RedisStore.open(
            RedisConfig.at(cluster.url())
                .prefix(new KeyPrefix(PREFIX))
                .partitions(PARTITIONS)
                .connections(StoreLoad.THREADS + 1)
                .build());
  }

  @AfterEach
  void end() {
    store.close();
    cluster.close();
  }

  @Test
  @DisplayName("a master that is killed and comes back from its files loses nothing")
  void mastersAreKilled() {
    try (StoreLoad load = StoreLoad.on(store.events(), witness, "m", LANES, seed)) {
      for (int kill = 0; kill < KILLS; kill++) {
        load.awaitMore(50 + random.nextInt(100));
        int master = random.nextInt(MASTERS);
        cluster.master(master).kill();
        if (random.nextBoolean()) {
          // Long enough for the others to see it, and to serve nothing.
          RedisServer other = cluster.master((master + 1) % MASTERS).server();
          RedisCluster.await(() -> other.ask("CLUSTER", "INFO").get(0).contains("state:fail"));
        }
        cluster.master(master).restart();
        RedisCluster.await(cluster::isServing);
        new Aftermath(store, witness).assertHold(witness.newest(), load);
      }
      assertThat(load.unavailable()).isPositive();
      assertThat(load.unknown()).isPositive();
      finish("killed masters", KILLS, load);
    }
  }

  @Test
  @DisplayName("slots that move under load lose nothing")
  void slotsMove() {
    List<Partition> partitions = new Partitions(PREFIX, PARTITIONS).all();
    try (StoreLoad load = StoreLoad.on(store.events(), witness, "s", LANES, seed);
        SlotMover mover = new SlotMover(cluster, MASTERS)) {
      int keys = 0;
      for (int move = 0; move < MOVES; move++) {
        load.awaitMore(20 + random.nextInt(30));
        int slot = partitions.get(random.nextInt(PARTITIONS)).slot();
        keys += mover.move(slot, 1 + random.nextInt(MASTERS - 1), load);
      }
      System.out.println("moved slots: " + keys + " keys in " + MOVES + " moves");
      assertThat(load.unavailable() + load.unknown()).as("calls that met a move").isPositive();
      finish("moved slots", MOVES, load);
    }
  }

  private void finish(String what, int times, StoreLoad load) {
    load.awaitMore(100);
    load.finish();
    new Aftermath(store, witness).assertAllIsDone();
    System.out.printf(
        "%s: %d times; %d events acknowledged, 0 lost; %d takeovers; %d outcomes unknown, %d"
            + " refusals%n",
        what,
        times,
        witness.admitted().size(),
        witness.takeovers(),
        load.unknown(),
        load.unavailable());
  }
}
