package io.webhookguard.testsupport.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One command to a Redis server in a connection of its own, without any library. */
final class RedisTalk {

  private static final int TIMEOUT_MILLIS = 20_000;

  private RedisTalk() {}

  /** Each text and number of the answer, in order; what is not there is left out. */
  static List<String> ask(ServerAddress address, String... words) {
    try (Socket socket = new Socket(address.host(), address.port())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream answers = new BufferedInputStream(socket.getInputStream());
      if (!address.password().isEmpty()) {
        send(socket, "AUTH", address.password());
        read(answers, new ArrayList<>());
      }
      send(socket, words);
      List<String> answer = new ArrayList<>();
      read(answers, answer);
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(
          "no answer of Redis at %s:%d to %s"
              .formatted(address.host(), address.port(), List.of(words)),
          e);
    }
  }

  private static void send(Socket socket, String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(bytes);
      out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  private static void read(InputStream in, List<String> answer) throws IOException {
    String line = readLine(in);
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+', ':' -> answer.add(rest);
      case '-' -> throw new IOException("Redis says " + rest);
      case '$' -> {
        int length = Integer.parseInt(rest);
        if (length >= 0) {
          answer.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
          in.skipNBytes(2);
        }
      }
      case '*' -> {
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          read(in, answer);
        }
      }
      default -> throw new IOException("not the start of an answer: " + line);
    }
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the server closed the connection");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
