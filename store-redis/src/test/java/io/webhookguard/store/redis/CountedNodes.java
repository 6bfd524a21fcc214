package io.webhookguard.store.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/** Counts the round trips to servers. */
final class CountedNodes implements Nodes {

  private final Nodes real;
  private final AtomicInteger trips;

  CountedNodes(Nodes real, AtomicInteger trips) {
    this.real = real;
    this.trips = trips;
  }

  /** How many trips the call makes. */
  static int during(AtomicInteger trips, Runnable call) {
    IntSupplier now = trips::get;
    int before = now.getAsInt();
    call.run();
    return now.getAsInt() - before;
  }

  @Override
  public Object of(Partition partition) {
    return real.of(partition);
  }

  @Override
  public Connection connect(Object node) {
    return new Counted(real.connect(node));
  }

  @Override
  public void lookAgain() {
    real.lookAgain();
  }

  @Override
  public void close() {
    real.close();
  }

  private final class Counted extends Connection {

    private final Connection connection;

    Counted(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      connection.sendCommand(arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      trips.incrementAndGet();
      return connection.getMany(count);
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      trips.incrementAndGet();
      return connection.executeCommand(arguments);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
