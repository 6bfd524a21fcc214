package io.webhookguard.store.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** A Redis Cluster: each partition is where its slot is. */
final class Cluster implements Nodes {

  private final ClusterConnectionProvider provider;

  Cluster(ClusterConnectionProvider provider) {
    this.provider = provider;
  }

  @Override
  public Object of(Partition partition) {
    HostAndPort node = provider.getNode(partition.slot());
    if (node == null) {
      provider.renewSlotCache();
      node = provider.getNode(partition.slot());
    }
    if (node == null) {
      throw new JedisClusterOperationException(
          "no server of the cluster serves slot " + partition.slot());
    }
    return node;
  }

  @Override
  public Connection connect(Object node) {
    return provider.getConnection((HostAndPort) node);
  }

  @Override
  public void lookAgain() {
    provider.renewSlotCache();
  }

  @Override
  public void close() {
    provider.close();
  }
}
