package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.testsupport.servers.RedisCluster;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master is lost and its replica takes over, which had not heard of the last writes: its link was
 * cut before.
 */
@EnabledIfSystemProperty(named = "guard.tier", matches = "long", disabledReason = "takes a minute")
final class FailoverCrashIT {

  private static final int MASTERS = 3;
  private static final int PARTITIONS = 7;

  private final long seed = Long.getLong("guard.seed", System.nanoTime());
  private final Witness witness = new Witness();

  @TempDir private Path folder;

  private RedisCluster cluster;

  @BeforeEach
  void start() {
    System.out.println("failover: repeat with -Dguard.seed=" + seed);
    cluster = RedisCluster.start(folder, MASTERS, 1);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private RedisConfig.Builder config() {
    return RedisConfig.at(cluster.url())
        .partitions(PARTITIONS)
        .connections(StoreLoad.THREADS + 1)
        .timeout(Duration.ofSeconds(2));
  }

  /** Events without lanes: a lane whose event was lost with another master is another matter. */
  @Test
  @DisplayName("without waiting, what the replica had not heard is lost, and nothing else")
  void losesWhatTheReplicaHadNot() {
    try (RedisStore store = RedisStore.open(config().build())) {
      assertThat(store.doctor().examine().level()).isEqualTo(DurabilityLevel.FAILOVER_LOSSY);
      long heard;
      try (StoreLoad load = StoreLoad.on(store.events(), witness, "f", 0, seed)) {
        load.awaitMore(100);
        heard = System.nanoTime();
        cutOffReplica();
        load.awaitMore(200);
        cluster.master(0).kill();
        load.stop();
      }
      Set<String> doubtful = witness.forgetSince(heard);
      takeOver();
      int answered = doubtful.size();
      try (StoreLoad idle = StoreLoad.idle(store.events(), witness)) {
        Map<String, EventState> states =
            idle.untilAnswered(() -> new Aftermath(store, witness).assertAnswersHold());
        System.out.printf(
            "failover: %d of %d admissions lost that were answered behind the cut%n",
            lost(doubtful, states).size(), answered);
      }
      try (StoreLoad load = StoreLoad.on(store.events(), witness, "g", 0, seed + 100)) {
        load.awaitMore(100);
        load.finish();
      }
      new Aftermath(store, witness).assertAllIsDone();
    }
  }

  private Set<String> lost(Set<String> doubtful, Map<String, EventState> states) {
    doubtful.removeAll(states.keySet());
    assertThat(doubtful).as("a failover that loses nothing tries nothing").isNotEmpty();
    Partitions partitions = new Partitions(KeyPrefix.DEFAULT.text(), PARTITIONS);
    int firstOfOthers = 16_384 / MASTERS;
    assertThat(doubtful)
        .allMatch(id -> partitions.of(Fixture.key(id)).slot() < firstOfOthers, "of that master");
    return doubtful;
  }

  @Test
  @DisplayName("with waiting, what the replica had not heard was not acknowledged")
  void waitingLosesNothing() {
    RedisConfig config = config().waitForReplicas(1, Duration.ofMillis(200)).build();
    try (RedisStore store = RedisStore.open(config);
        StoreLoad load = StoreLoad.on(store.events(), witness, "w", 16, seed)) {
      load.awaitMore(100);
      cutOffReplica();
      int before = load.unknown();
      RedisCluster.await(() -> load.unknown() > before + 20);
      cluster.master(0).kill();
      takeOver();
      // It becomes the replica, without which no write is acknowledged.
      cluster.master(0).restart();
      load.awaitMore(100);
      load.finish();
      new Aftermath(store, witness).assertAllIsDone();
      System.out.printf(
          "failover with waiting: %d events acknowledged, 0 lost; %d outcomes unknown, %d"
              + " refusals%n",
          witness.admitted().size(), load.unknown(), load.unavailable());
    }
  }

  /** The replica has all of before, and nothing of what comes. */
  private void cutOffReplica() {
    RedisServer master = cluster.master(0).server();
    long written =
        Long.parseLong(master.info("replication").getOrDefault("master_repl_offset", "0"));
    RedisCluster.await(
        () ->
            Long.parseLong(
                    cluster
                        .replica(0)
                        .server()
                        .info("replication")
                        .getOrDefault("slave_repl_offset", "0"))
                >= written);
    cluster.replica(0).pause();
    master.ask("CLIENT", "KILL", "TYPE", "replica");
  }

  private void takeOver() {
    cluster.replica(0).resume();
    RedisServer replica = cluster.replica(0).server();
    RedisServer other = cluster.master(1).server();
    RedisCluster.await(
        () ->
            replica.info("replication").getOrDefault("role", "").equals("master")
                && other.ask("CLUSTER", "INFO").get(0).contains("state:ok"));
  }
}
