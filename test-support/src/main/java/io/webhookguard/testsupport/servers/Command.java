package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that does one thing and ends. */
final class Command {

  private Command() {}

  /**
   * Runs it to its end.
   *
   * @throws MissingServerException when it cannot be started or fails; the message is what it said
   */
  static void run(List<String> command) {
    run(command, InputStream.nullInputStream());
  }

  /** Runs it to its end with this on its standard input, which it has to read before it talks. */
  static void run(List<String> command, InputStream input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream out = process.getOutputStream()) {
        input.transferTo(out);
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new MissingServerException(command.get(0) + " ended with " + code + ": " + said);
      }
    } catch (IOException e) {
      throw new MissingServerException(command.get(0) + " does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MissingServerException("interrupted during " + command.get(0), e);
    }
  }

  static boolean succeeds(List<String> command) {
    try {
      run(command);
      return true;
    } catch (MissingServerException e) {
      return false;
    }
  }
}
