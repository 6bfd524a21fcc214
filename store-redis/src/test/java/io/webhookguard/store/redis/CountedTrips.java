package io.webhookguard.store.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/** Counts the round trips to servers. */
final class CountedTrips {

  private final AtomicInteger trips = new AtomicInteger();

  Nodes around(Nodes real) {
    return new NodesAround(real, Counted::new);
  }

  /** How many trips the call makes. */
  int during(Runnable call) {
    int before = trips.get();
    call.run();
    return trips.get() - before;
  }

  private final class Counted extends NodesAround.ConnectionAround {

    Counted(Connection real) {
      super(real);
    }

    @Override
    public List<Object> getMany(int count) {
      trips.incrementAndGet();
      return super.getMany(count);
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      trips.incrementAndGet();
      return super.executeCommand(arguments);
    }
  }
}
