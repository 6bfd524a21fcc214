package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A master and its replica of one test's own, and Sentinels that put one in the place of the other.
 * Not safe for use by many threads; the servers themselves are.
 */
public final class RedisSentinels implements AutoCloseable {

  /** The name by which the Sentinels know the master. */
  public static final String MASTER = "main";

  private final List<PrivateServer<RedisServer>> servers = new ArrayList<>();
  private final List<PrivateServer<RedisServer>> sentinels = new ArrayList<>();

  private RedisSentinels() {}

  /**
   * Starts them in an empty folder, and waits until each Sentinel knows all others.
   *
   * @param options settings of both servers by Redis's names
   */
  public static RedisSentinels start(Path folder, int sentinels, Map<String, String> options) {
    RedisSentinels group = new RedisSentinels();
    Map<String, String> settings = new HashMap<>(options);
    // More replicas, for which a master would wait, do not come.
    settings.put("repl-diskless-sync-delay", "0");
    group.servers.add(RedisServer.startPrivate(folder.resolve("server-0"), settings));
    settings.put("replicaof", group.first().host() + " " + group.first().port());
    group.servers.add(RedisServer.startPrivate(folder.resolve("server-1"), settings));
    awaitFollower(group.first());
    for (int i = 0; i < sentinels; i++) {
      group.sentinels.add(RedisServer.startSentinel(folder.resolve("sentinel-" + i)));
    }
    group.watch();
    return group;
  }

  /** Waits until the server is a master that a replica follows. */
  public static void awaitFollower(RedisServer server) {
    RedisCluster.await(
        () -> server.info("replication").getOrDefault("slave0", "").contains("state=online"));
  }

  private void watch() {
    String quorum = Integer.toString(sentinels.size() / 2 + 1);
    everySentinel(
        sentinel -> {
          String port = Integer.toString(first().port());
          sentinel.ask("SENTINEL", "MONITOR", MASTER, first().host(), port, quorum);
          sentinel.ask("SENTINEL", "SET", MASTER, "down-after-milliseconds", "1000");
          sentinel.ask("SENTINEL", "SET", MASTER, "failover-timeout", "5000");
        });
    everySentinel(
        sentinel ->
            RedisCluster.await(
                () ->
                    sentinel
                            .ask("SENTINEL", "CKQUORUM", MASTER)
                            .get(0)
                            .startsWith("OK " + sentinels.size())
                        && !sentinel.ask("SENTINEL", "REPLICAS", MASTER).isEmpty()));
  }

  private RedisServer first() {
    return server(0).server();
  }

  /** A server, counted from 0; the first one is the master at the beginning. */
  public PrivateServer<RedisServer> server(int number) {
    return servers.get(number);
  }

  /** Does something with every Sentinel. */
  public void everySentinel(Consumer<RedisServer> what) {
    sentinels.forEach(sentinel -> what.accept(sentinel.server()));
  }

  /** Has the replica take over although the master is well. */
  public void handOver() {
    sentinels.get(0).server().ask("SENTINEL", "FAILOVER", MASTER);
  }

  /** All Sentinels and no server, as a client's URL lists them. */
  public String url() {
    return sentinels.stream()
        .map(sentinel -> sentinel.server().host() + ":" + sentinel.server().port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  @Override
  public void close() {
    sentinels.forEach(PrivateServer::close);
    servers.forEach(PrivateServer::close);
  }
}
