package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.testsupport.servers.RedisCluster;
import io.webhookguard.testsupport.servers.RedisSentinels;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Sentinels put the replica in the master's place, and the store goes on there. */
final class SentinelsCrashIT {

  private final Witness witness = new Witness();

  @TempDir private Path folder;

  /** The servers know the user of the store, and the Sentinels do not. */
  @BeforeEach
  void writeUsers() throws IOException {
    Files.writeString(
        folder.resolve("users"),
        "user default on nopass ~* &* +@all\nuser guard on >right ~* &* +@all\n");
  }

  private RedisSentinels start(int sentinels) {
    return RedisSentinels.start(
        folder, sentinels, Map.of("aclfile", folder.resolve("users").toString()));
  }

  private static RedisConfig.Builder config(RedisSentinels group) {
    return RedisConfig.at(group.url() + "?master=" + RedisSentinels.MASTER)
        .user("guard")
        .password("right")
        .connections(StoreLoad.THREADS + 1)
        .timeout(Duration.ofSeconds(2));
  }

  private static RedisConfig waiting(RedisSentinels group) {
    return config(group).waitForReplicas(1, Duration.ofSeconds(1)).build();
  }

  @Test
  @DisplayName("a store goes on where the master is handed over to, with all that it had")
  void handsOver() {
    try (RedisSentinels group = start(1)) {
      assertRefusesWhatIsWrong(group);
      try (RedisStore waiting = RedisStore.open(waiting(group))) {
        assertThat(waiting.doctor().examine().level()).isEqualTo(DurabilityLevel.FAILOVER_LOSSY);
        waiting.events().admit(List.of(Fixture.arrival("evt-1", "")));
      }
      try (RedisStore store = RedisStore.open(config(group).build());
          StoreLoad idle = StoreLoad.idle(store.events(), witness)) {
        group.handOver();
        RedisServer next = group.server(1).server();
        RedisCluster.await(
            () -> {
              idle.untilAnswered(() -> store.events().find(Fixture.key("evt-1")));
              return next.ask("CLIENT", "LIST").get(0).contains("name=webhook-guard");
            });
        assertThat(store.events().admit(List.of(Fixture.arrival("evt-2", ""))))
            .containsExactly(new Admission.Queued());
        assertThat(store.events().find(Fixture.key("evt-1"))).isPresent();
      }
    }
  }

  private static void assertRefusesWhatIsWrong(RedisSentinels group) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config(group).sentinelMaster("other").build()))
        .withMessageContaining("watches no master of the name other");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(RedisConfig.at(group.url()).build()))
        .withMessageContaining("is a Sentinel: say the name of the master");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config(group).password("wrong").build()))
        .withMessageContaining("user or password is wrong");
  }

  /** The user has on the Sentinels what docs/redis.md lists, and nothing more. */
  @Test
  @DisplayName("what was acknowledged survives a master that is killed, once a replica had it")
  @EnabledIfSystemProperty(
      named = "guard.tier",
      matches = "long",
      disabledReason = "takes half a minute")
  void survivesKills() {
    long seed = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("Sentinels: repeat with -Dguard.seed=" + seed);
    try (RedisSentinels group = start(3)) {
      List<String> rights = new ArrayList<>(List.of("ACL", "SETUSER", "guard", "on", ">right"));
      rights.addAll(DocumentedRights.onSentinels());
      group.everySentinel(sentinel -> sentinel.ask(rights.toArray(String[]::new)));
      try (RedisStore store = RedisStore.open(waiting(group));
          StoreLoad load = StoreLoad.on(store.events(), witness, "s", 16, seed)) {
        for (int kill = 0; kill < 4; kill++) {
          load.awaitMore(100);
          RedisServer next = group.server((kill + 1) % 2).server();
          group.server(kill % 2).kill();
          RedisCluster.await(() -> "master".equals(next.info("replication").get("role")));
          group.server(kill % 2).restart();
          RedisSentinels.awaitFollower(next);
        }
        load.awaitMore(100);
        load.finish();
        new Aftermath(store, witness).assertAllIsDone();
        System.out.printf(
            "Sentinels: 4 masters killed; %d events acknowledged, 0 lost; %d outcomes unknown, %d"
                + " refusals%n",
            witness.admitted().size(), load.unknown(), load.unavailable());
      }
    }
  }
}
