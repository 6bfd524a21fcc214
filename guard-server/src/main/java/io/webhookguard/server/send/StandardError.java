package io.webhookguard.server.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where progress is shown to whoever watches. */
final class StandardError {

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/2");

  private StandardError() {}

  /** Whether it is a terminal, as far as the system tells: Linux does. */
  static boolean isTerminal() {
    if (!Files.isSymbolicLink(DESCRIPTOR)) {
      return false;
    }
    try {
      String device = Files.readSymbolicLink(DESCRIPTOR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
