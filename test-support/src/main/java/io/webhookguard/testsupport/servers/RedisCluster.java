package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A Redis Cluster of one test's own: masters that share the slots evenly, each with so many
 * replicas. Not safe for use by many threads; the servers themselves are.
 */
public final class RedisCluster implements AutoCloseable {

  private static final int SLOTS = 16_384;

  /** Joining takes some seconds, and a failover waits for the node timeout. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<PrivateServer<RedisServer>> masters = new ArrayList<>();
  private final List<PrivateServer<RedisServer>> replicas = new ArrayList<>();

  private RedisCluster() {}

  /**
   * Starts masters, and so many replicas of each, in an empty folder, and waits until they serve
   * all slots.
   */
  public static RedisCluster start(Path folder, int masters, int replicasOfEach) {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < masters; i++) {
      cluster.masters.add(startNode(folder.resolve("master-" + i)));
    }
    for (int i = 0; i < masters * replicasOfEach; i++) {
      cluster.replicas.add(startNode(folder.resolve("replica-" + i)));
    }
    cluster.join();
    return cluster;
  }

  private static PrivateServer<RedisServer> startNode(Path folder) {
    return RedisServer.startPrivate(
        folder,
        Map.of(
            "cluster-enabled", "yes",
            "cluster-config-file", "nodes.conf",
            "cluster-node-timeout", "2000"));
  }

  private void join() {
    int count = masters.size();
    for (int i = 0; i < count; i++) {
      String first = Integer.toString(SLOTS * i / count);
      String last = Integer.toString(SLOTS * (i + 1) / count - 1);
      master(i).server().ask("CLUSTER", "ADDSLOTSRANGE", first, last);
      // Nodes of one configuration epoch would quarrel about who is right.
      master(i).server().ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    RedisServer first = master(0).server();
    String port = Integer.toString(first.port());
    all().stream()
        .skip(1)
        .forEach(node -> node.server().ask("CLUSTER", "MEET", first.host(), port));
    await(() -> all().stream().allMatch(node -> knowsAll(node.server())));
    for (int i = 0; i < replicas.size(); i++) {
      String master = master(i % count).server().ask("CLUSTER", "MYID").get(0);
      replicas.get(i).server().ask("CLUSTER", "REPLICATE", master);
    }
    await(this::isServing);
  }

  private boolean knowsAll(RedisServer node) {
    return node.pairs("CLUSTER", "INFO")
        .getOrDefault("cluster_known_nodes", "")
        .equals(Integer.toString(all().size()));
  }

  /** Whether all nodes say that all slots are served, and replicas follow their masters. */
  public boolean isServing() {
    return all().stream().allMatch(node -> isServing(node.server()))
        && replicas.stream().allMatch(node -> isFollowing(node.server()));
  }

  private static boolean isServing(RedisServer node) {
    return node.pairs("CLUSTER", "INFO").getOrDefault("cluster_state", "").equals("ok");
  }

  private static boolean isFollowing(RedisServer node) {
    Map<String, String> info = node.info("replication");
    return info.getOrDefault("master_link_status", "").equals("up")
        || info.getOrDefault("role", "").equals("master");
  }

  /** Waits until the condition holds. */
  public static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition);
  }

  /** A master, counted from 0 in the order of slots. */
  public PrivateServer<RedisServer> master(int number) {
    return masters.get(number);
  }

  /** A replica; that of a master has its number. */
  public PrivateServer<RedisServer> replica(int number) {
    return replicas.get(number);
  }

  private List<PrivateServer<RedisServer>> all() {
    List<PrivateServer<RedisServer>> all = new ArrayList<>(masters);
    all.addAll(replicas);
    return all;
  }

  /** All masters, as a client's URL lists them. */
  public String url() {
    return masters.stream()
        .map(node -> node.server().host() + ":" + node.server().port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  @Override
  public void close() {
    all().forEach(PrivateServer::close);
  }
}
