package io.webhookguard.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/**
 * A port that was taken and is not served yet.
 *
 * <p>Taking is apart from serving, so that a gateway whose port is in use fails before it has
 * opened, migrated or started anything.
 */
public final class Port implements AutoCloseable {

  /** How many connections may wait to be accepted. */
  private static final int BACKLOG = 512;

  private final String bind;
  private final ServerSocketChannel channel;

  private Port(String bind, ServerSocketChannel channel) {
    this.bind = bind;
    this.channel = channel;
  }

  /**
   * Takes a port.
   *
   * @param bind the address
   * @param port the port; 0 for any free one
   * @param section where the configuration names them, for the message
   * @throws PortException if it cannot be had
   */
  public static Port take(String bind, int port, String section) throws PortException {
    try {
      InetAddress address = InetAddress.getByName(bind);
      if (!isHere(address)) {
        throw notHere(bind, section, new SocketException("no interface has it"));
      }
      return new Port(bind, open(new InetSocketAddress(address, port)));
    } catch (UnknownHostException e) {
      throw notHere(bind, section, e);
    } catch (IOException e) {
      String what = "port " + port + " on " + bind + " cannot be had: stop what uses it, or set ";
      throw new PortException(what + section + ".port", e);
    }
  }

  private static boolean isHere(InetAddress address) throws SocketException {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || NetworkInterface.getByInetAddress(address) != null;
  }

  private static PortException notHere(String bind, String section, IOException cause) {
    return new PortException(
        bind + " is no address of this machine: correct " + section + ".bind", cause);
  }

  private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // or a restart has to wait
      return channel.bind(address, BACKLOG);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  String bind() {
    return bind;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Gives the port back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The port is gone one way or the other: nobody can do more about it.
    }
  }
}
