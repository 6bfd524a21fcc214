package io.webhookguard.store.redis;

import java.util.List;
import java.util.function.UnaryOperator;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/** Servers whose connections a test has its hand in. */
final class NodesAround implements Nodes {

  private final Nodes real;
  private final UnaryOperator<Connection> wrapping;

  NodesAround(Nodes real, UnaryOperator<Connection> wrapping) {
    this.real = real;
    this.wrapping = wrapping;
  }

  @Override
  public Object of(Partition partition) {
    return real.of(partition);
  }

  @Override
  public Connection connect(Object node) {
    return wrapping.apply(real.connect(node));
  }

  @Override
  public void lookAgain() {
    real.lookAgain();
  }

  @Override
  public void close() {
    real.close();
  }

  /** Does what the real one does; a test says where not. */
  abstract static class ConnectionAround extends Connection {

    private final Connection real;

    ConnectionAround(Connection real) {
      this.real = real;
    }

    final Connection real() {
      return real;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      real.sendCommand(arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      return real.getMany(count);
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      return real.executeCommand(arguments);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
