package io.webhookguard.store.redis;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Clients that die at a boundary: before a trip to a server, or behind one whose reply they do not
 * read any more.
 */
final class DyingRedisClients implements CrashHook {

  private final Function<Client, GuardStore> opening;
  private Client newest = new Client(Integer.MAX_VALUE);

  /** Clients of one harness, which opens a store around each. */
  DyingRedisClients(Function<Client, GuardStore> opening) {
    this.opening = opening;
  }

  @Override
  public GuardStore clientDyingAt(int boundary) {
    newest = new Client(boundary);
    GuardStore store = opening.apply(newest);
    newest.begin();
    return store;
  }

  @Override
  public Optional<String> death() {
    return Optional.ofNullable(newest.death);
  }

  /** One client, whose boundaries count from {@link #begin}. */
  static final class Client {

    private final int fatal;
    private int passed;
    private boolean begun;
    private @Nullable String death;

    Client(int fatal) {
      this.fatal = fatal;
    }

    synchronized void begin() {
      begun = true;
    }

    Nodes around(Nodes real) {
      return new NodesAround(real, connection -> new DyingConnection(this, connection));
    }

    private synchronized void pass(String boundary) {
      requireAlive();
      if (!begun) {
        return;
      }
      passed++;
      if (passed == fatal) {
        death = boundary;
        throw gone();
      }
    }

    private synchronized void requireAlive() {
      if (death != null) {
        throw gone();
      }
    }

    private static JedisConnectionException gone() {
      return new JedisConnectionException("the client died at its boundary");
    }
  }

  /** Sends when replies are read, so that a client that dies before has sent nothing. */
  private static final class DyingConnection extends NodesAround.ConnectionAround {

    private final Client client;
    private final List<CommandArguments> unsent = new ArrayList<>();

    DyingConnection(Client client, Connection real) {
      super(real);
      this.client = client;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      unsent.add(arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      client.pass("before a trip of " + count);
      unsent.forEach(real()::sendCommand);
      unsent.clear();
      List<Object> replies = real().getMany(count);
      client.pass("after a trip of " + count);
      return replies;
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      client.requireAlive();
      return super.executeCommand(arguments);
    }
  }
}
