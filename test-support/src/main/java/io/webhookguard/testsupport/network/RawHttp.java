package io.webhookguard.testsupport.network;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An HTTP client that sends exactly the bytes it is given, from one thread. */
public final class RawHttp implements Closeable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;

  /** Connects to a port of this machine. */
  public RawHttp(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** What came back; the headers are lines. */
  public record Answer(int status, List<String> headers, String body) {

    /** The value of the first header of this name, in any case. */
    public Optional<String> header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst();
    }
  }

  /** Sends a request in a connection of its own and reads the answer. */
  public static Answer exchange(int port, String request) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      return http.send(request).read();
    }
  }

  /** Sends a text, one byte for each character. */
  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends the bytes. */
  public RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads one answer. */
  public Answer read() throws IOException {
    Answer head = readHead();
    int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
    byte[] body = socket.getInputStream().readNBytes(length);
    return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
  }

  /** Reads an answer up to its body. */
  public Answer readHead() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = readLine();
    while (!line.isEmpty()) {
      lines.add(line);
      line = readLine();
    }
    int status =
        Integer.parseInt(lines.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    return new Answer(status, lines.subList(1, lines.size()), "");
  }

  /** Waits for the end of the connection. */
  public boolean isClosedByServer() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream input = socket.getInputStream();
    int octet = input.read();
    while (octet != '\n') {
      if (octet < 0) {
        throw new IOException("the server closed the connection after: " + line);
      }
      line.write(octet);
      octet = input.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
