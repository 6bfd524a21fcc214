package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.testsupport.servers.RedisCluster;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that lost some of its slots. */
final class SickClusterTest {

  private static final int PARTITIONS = 4;
  private static final String LAST_THAT_IS_LOST = "4095";

  /** One event of each partition; the slots of the first one are those that are lost. */
  private static final List<String> IDS =
      IntStream.range(0, PARTITIONS).mapToObj(SickClusterTest::idIn).toList();

  @TempDir private Path folder;

  private static String idIn(int partition) {
    Partitions partitions = new Partitions(KeyPrefix.DEFAULT.text(), PARTITIONS);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "evt-" + i)
        .filter(id -> partitions.of(Fixture.key(id)).number() == partition)
        .findFirst()
        .orElseThrow();
  }

  private static Admission admit(RedisStore store, int partition) {
    return store.events().admit(List.of(Fixture.arrival(IDS.get(partition), ""))).get(0);
  }

  private static RedisConfig configOfOneWithFewestRights(RedisCluster cluster) {
    List<String> rights = new ArrayList<>(List.of("ACL", "SETUSER", "guard", "on", ">right"));
    rights.add("~guard:*");
    rights.addAll(DocumentedRights.inClusters());
    cluster.master(0).server().ask(rights.toArray(String[]::new));
    return RedisConfig.at(cluster.url())
        .user("guard")
        .password("right")
        .partitions(PARTITIONS)
        .build();
  }

  @Test
  @DisplayName("calls for slots that nobody serves did nothing, and succeed when they are served")
  void slotsThatNobodyServes() {
    try (RedisCluster cluster = RedisCluster.start(folder, 1, 0)) {
      RedisServer server = cluster.master(0).server();
      RedisConfig config = configOfOneWithFewestRights(cluster);
      try (RedisStore store = RedisStore.open(config)) {
        admit(store, 1);
        server.ask("CLUSTER", "DELSLOTSRANGE", "0", LAST_THAT_IS_LOST);
        for (int partition : List.of(0, 2)) {
          assertThatExceptionOfType(StoreUnavailableException.class)
              .isThrownBy(() -> admit(store, partition))
              .withMessageContaining("refused (CLUSTERDOWN): the cluster does not serve all slots");
        }
        server.ask("CONFIG", "SET", "cluster-require-full-coverage", "no");
        RedisCluster.await(cluster::isServing);
        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(() -> admit(store, 0))
            .withMessageContaining("the cluster does not serve all slots");
        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(() -> RedisStore.open(config))
            .withMessageContaining("has no server for some slots");
        assertThat(store.events().find(Fixture.key(IDS.get(1)))).isPresent();
        assertThat(admit(store, 2)).isEqualTo(new Admission.Queued());

        server.ask("CLUSTER", "ADDSLOTSRANGE", "0", LAST_THAT_IS_LOST);
        RedisCluster.await(cluster::isServing);
        assertThat(admit(store, 0)).isEqualTo(new Admission.Queued());
        RedisStore.open(config).close();
      }
    }
  }
}
