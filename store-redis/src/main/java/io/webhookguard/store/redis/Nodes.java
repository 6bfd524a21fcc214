package io.webhookguard.store.redis;

import redis.clients.jedis.Connection;

/** The servers, and which of them has a partition. Safe for use by many threads. */
interface Nodes extends AutoCloseable {

  /** What stands for the server that has the partition: equal for partitions of the same one. */
  Object of(Partition partition);

  /** A connection to that server, which its user closes. */
  Connection connect(Object node);

  /** The servers were not where they were thought to be. */
  void lookAgain();

  @Override
  void close();
}
