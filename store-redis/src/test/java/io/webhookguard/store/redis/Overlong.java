package io.webhookguard.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/** Puts a script that does not end in the place of one of the store's. */
final class Overlong {

  static final String SCRIPT = "while true do end";

  private final AtomicBoolean wanted = new AtomicBoolean();

  /** The next script does not end. */
  void next() {
    wanted.set(true);
  }

  Nodes around(Nodes real) {
    return new NodesAround(real, Exchanging::new);
  }

  private final class Exchanging extends NodesAround.ConnectionAround {

    Exchanging(Connection real) {
      super(real);
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      boolean now = wanted.compareAndSet(true, false);
      super.sendCommand(
          now ? new CommandArguments(Protocol.Command.EVAL).add(SCRIPT).add(0) : arguments);
    }
  }
}
