package io.webhookguard.store.redis;

import java.util.List;
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
    return new Nodes() {
      @Override
      public Object of(Partition partition) {
        return real.of(partition);
      }

      @Override
      public Connection connect(Object node) {
        return new Exchanging(real.connect(node));
      }

      @Override
      public void lookAgain() {
        real.lookAgain();
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private final class Exchanging extends Connection {

    private final Connection connection;

    Exchanging(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      boolean now = wanted.compareAndSet(true, false);
      connection.sendCommand(
          now ? new CommandArguments(Protocol.Command.EVAL).add(SCRIPT).add(0) : arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      return connection.getMany(count);
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      return connection.executeCommand(arguments);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
