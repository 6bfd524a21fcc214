package io.webhookguard.torture.bank;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request to the bank, in two halves, so that something may happen between them. */
public final class BankCall implements AutoCloseable {

  /** In place of a key: the bank is asked whether it has seen the event. */
  public static final String QUESTION = "?";

  /** It has. */
  public static final String HAPPENED = "happened";

  /** It has not. */
  public static final String NOT_HAPPENED = "not happened";

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;

  private BankCall(Socket socket) {
    this.socket = socket;
  }

  /** Connects to the bank. */
  public static BankCall to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new BankCall(socket);
  }

  /** Sends the request: key, source, event, token, node, attempt and digest. */
  public void send(Object... cells) throws IOException {
    StringBuilder line = new StringBuilder();
    for (Object cell : cells) {
      line.append(line.length() == 0 ? "" : "\t").append(cell);
    }
    socket.getOutputStream().write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits for the answer.
   *
   * @throws IOException if none comes: the request may have been done
   */
  public String answer() throws IOException {
    String answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (answer == null) {
      throw new IOException("the bank hung up");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
