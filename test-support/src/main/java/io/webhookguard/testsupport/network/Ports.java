package io.webhookguard.testsupport.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Finds free ports for servers that come back on the port they had.
 *
 * <p>They are below the range from which systems take the ports of outgoing connections: a port of
 * that range may be gone by the time its server is started again.
 */
public final class Ports {

  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  private static final int TRIES = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ports() {}

  /**
   * A port on which nothing listens now.
   *
   * @throws IllegalStateException when none of many was free
   */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + RANDOM.nextInt(COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port among " + TRIES + " that were tried");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
