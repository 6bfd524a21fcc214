package io.webhookguard.testsupport.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a server, passes on what they say, and breaks what it is told to
 * break.
 *
 * <h2>Requests</h2>
 *
 * <p>It knows no protocol. A request is what a client says first, or after the server has spoken; a
 * client that waits for each answer makes one for each round trip, the round trips that open a
 * connection among them. Requests of all connections are counted together, so that a test with
 * several connections says which text it means, not which number.
 *
 * <h2>Faults</h2>
 *
 * <p>A fault happens at a request, never at a time. A lost reply is one that the server has begun
 * to send: for a request that is answered at its end, such as COMMIT, the work is done and only the
 * client does not know. Whoever relies on a fault asks {@link #faults} whether it came.
 *
 * <p>Safe for use by many threads.
 */
public final class FaultyProxy implements AutoCloseable {

  private final String serverHost;
  private final int serverPort;
  private final int port;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Traps traps = new Traps();
  private final ReplyGate gate = new ReplyGate();
  private ServerSocket listener;
  private Thread acceptor;

  private FaultyProxy(String serverHost, int serverPort, int port) {
    this.serverHost = serverHost;
    this.serverPort = serverPort;
    this.port = port;
    this.listener = listen();
    this.acceptor = acceptOn(listener);
  }

  /** Starts a proxy on this machine before a server. */
  public static FaultyProxy before(String serverHost, int serverPort) {
    return new FaultyProxy(serverHost, serverPort, Ports.free());
  }

  /** Where clients connect to, on this machine. */
  public int port() {
    return port;
  }

  /** How many requests came so far. */
  public long requests() {
    return traps.requests();
  }

  /** How many replies and requests were lost so far. */
  public long faults() {
    return traps.sprung();
  }

  /**
   * Passes a request on, swallows the reply to it and cuts the connection.
   *
   * @param ordinal which request from now on; 1 is the next
   */
  public void loseReplyTo(int ordinal) {
    traps.setAt(ordinal, Loss.REPLY);
  }

  /**
   * The same for the next request that contains the text in any case. PostgreSQL and MySQL write
   * SQL as it is, but prepared statements only the first time.
   */
  public void loseReplyTo(String text) {
    traps.setAt(text, Loss.REPLY);
  }

  /**
   * Swallows a request before the server sees it and cuts the connection.
   *
   * @param ordinal which request from now on; 1 is the next
   */
  public void loseRequest(int ordinal) {
    traps.setAt(ordinal, Loss.REQUEST);
  }

  /** The same for the next request that contains the text; what came before it is passed on. */
  public void loseRequest(String text) {
    traps.setAt(text, Loss.REQUEST);
  }

  /** Forgets the losses that were ordered and did not come. */
  public void loseNothing() {
    traps.clear();
  }

  /** Cuts every connection there is. */
  public void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  /** Takes no new connections: clients are refused as by a machine where nothing listens. */
  public synchronized void refuse() {
    try {
      listener.close();
      // The system listens on until the thread that waits for connections has left.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes new connections again. */
  public synchronized void accept() {
    if (listener.isClosed()) {
      listener = listen();
      acceptor = acceptOn(listener);
    }
  }

  /** Keeps all replies back from now on; requests reach the server. */
  public void holdReplies() {
    gate.close();
  }

  /**
   * Waits until at least one reply is kept back: its request is done and nobody knows.
   *
   * @throws IllegalStateException when none comes within a minute
   */
  public void awaitHeldReply() throws InterruptedException {
    gate.awaitHeld();
  }

  /** The same, for callers who can go on without one: whether one was kept back in that time. */
  public boolean awaitHeldReply(Duration longest) throws InterruptedException {
    return gate.awaitHeld(longest);
  }

  /** Lets the kept replies go, and all that follow. */
  public void releaseReplies() {
    gate.open();
  }

  /** From now on each reply comes later by this, as over a long line; zero ends it. */
  public void delayReplies(Duration delay) {
    gate.delay(delay);
  }

  private ServerSocket listen() {
    try {
      return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + port, e);
    }
  }

  private Thread acceptOn(ServerSocket socket) {
    Thread thread = new Thread(() -> acceptAll(socket), "proxy-" + port);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException e) {
        // Closed, or the client left at once; the next one is asked for if there may be one.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(serverHost, serverPort);
    } catch (IOException e) {
      client.close();
      return;
    }
    ProxiedConnection connection =
        new ProxiedConnection(client, server, traps, gate, connections::remove);
    connections.add(connection);
    connection.start();
  }

  /** Ends the proxy and cuts every connection. */
  @Override
  public void close() {
    refuse();
    gate.open();
    cutAll();
  }
}
