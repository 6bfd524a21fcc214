package io.webhookguard.store.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.providers.ConnectionProvider;

/** A single server, or the master that Sentinels name: it has all partitions. */
final class OneServer implements Nodes {

  private final ConnectionProvider provider;

  OneServer(ConnectionProvider provider) {
    this.provider = provider;
  }

  @Override
  public Object of(Partition partition) {
    return this;
  }

  @Override
  public Connection connect(Object node) {
    return provider.getConnection();
  }

  /** Sentinels say by themselves when the master is another. */
  @Override
  public void lookAgain() {}

  @Override
  public void close() {
    try {
      provider.close();
    } catch (Exception e) {
      throw new IllegalStateException("the connections could not be closed", e);
    }
  }
}
