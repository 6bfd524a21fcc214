package io.webhookguard.server.forward;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A destination that answers with exactly the bytes it is told to, or not at all. */
final class RawDestination implements Closeable {

  private final ServerSocket server;
  private final Script script;
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final CountDownLatch released = new CountDownLatch(1);

  /** What to do with a connection once a whole request has been read. */
  interface Script {
    void answer(Socket socket, RawDestination destination) throws Exception;
  }

  /** One request as it came. */
  record Received(List<String> head, String body) {

    Optional<String> header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst();
    }
  }

  RawDestination(Script script) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    daemon(this::accept);
  }

  /** A destination that answers with these bytes and then closes the connection. */
  static RawDestination answering(String bytes) throws IOException {
    return new RawDestination((socket, destination) -> write(socket, bytes));
  }

  static void write(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Ends a connection with a reset. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hooks");
  }

  List<Received> requests() {
    return requests;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "destination");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (SocketException e) {
      // Closed: the test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(read(socket.getInputStream()));
      script.answer(socket, this);
    } catch (Exception e) {
      // A client that has gone is part of the tests.
    }
  }

  /** Reads one request with a Content-Length. */
  static Received read(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = input.read();
      if (octet < 0) {
        throw new IOException("the client closed the connection");
      }
      head.write(octet);
    }
    Received received =
        new Received(head.toString(StandardCharsets.ISO_8859_1).lines().toList(), "");
    int length = received.header("Content-Length").map(Integer::parseInt).orElse(0);
    return new Received(
        received.head(), new String(input.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
