package io.webhookguard.testsupport.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** One client's connection through the proxy: two threads, one for each direction. */
final class ProxiedConnection {

  private static final int PART_BYTES = 64 * 1024;

  private final Socket client;
  private final Socket server;
  private final Traps traps;
  private final ReplyGate gate;
  private final Consumer<ProxiedConnection> onEnd;

  /** Under this object's lock: who spoke last, and what of the newest request is known. */
  private boolean clientSpokeLast;

  private long request;
  private String said = "";
  private boolean losesReply;

  ProxiedConnection(
      Socket client,
      Socket server,
      Traps traps,
      ReplyGate gate,
      Consumer<ProxiedConnection> onEnd) {
    this.client = client;
    this.server = server;
    this.traps = traps;
    this.gate = gate;
    this.onEnd = onEnd;
  }

  void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    start("requests", this::passRequests);
    start("replies", this::passReplies);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void passRequests() {
    try {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] part = new byte[PART_BYTES];
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        if (meetTraps(part, length) == Loss.REQUEST) {
          return;
        }
        out.write(part, 0, length);
      }
    } catch (IOException e) {
      // One side left; so does the other.
    } finally {
      cut();
    }
  }

  private synchronized Loss meetTraps(byte[] part, int length) {
    if (!clientSpokeLast) {
      clientSpokeLast = true;
      request = traps.count();
      said = "";
    }
    if (!traps.areSet()) {
      return Loss.NOTHING;
    }
    // With the end of what came before, since a text may come in two parts.
    String more = new String(part, 0, length, StandardCharsets.ISO_8859_1);
    said = said.substring(Math.max(0, said.length() - PART_BYTES)) + more;
    Loss loss = traps.meet(request, said);
    if (loss == Loss.REPLY) {
      losesReply = true;
    }
    return loss;
  }

  private void passReplies() {
    try {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] part = new byte[PART_BYTES];
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        if (isReplyLost()) {
          return;
        }
        gate.pass(serverSpeaks());
        out.write(Arrays.copyOf(part, length));
      }
    } catch (IOException e) {
      // One side left; so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cut();
    }
  }

  private synchronized boolean isReplyLost() {
    return losesReply;
  }

  /** Known before the client can answer; says whether the reply begins here. */
  private synchronized boolean serverSpeaks() {
    boolean begins = clientSpokeLast;
    clientSpokeLast = false;
    return begins;
  }

  /** Ends the connection on both sides. */
  void cut() {
    close(client);
    close(server);
    onEnd.accept(this);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }
}
