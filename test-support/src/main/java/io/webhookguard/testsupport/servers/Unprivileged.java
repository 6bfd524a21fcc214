package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How to start a program that refuses to run as root, as in many containers everything does. */
enum Unprivileged {
  /** Nobody is root here. */
  AS_IS(""),
  /** In a user namespace in which the same user has another number. */
  NAMESPACE("unshare -U"),
  /** As the user nobody, where namespaces are forbidden; the files have to be given to it. */
  NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

  private static final int NOBODYS_NUMBER = 65534;

  private final String prefix;

  Unprivileged(String prefix) {
    this.prefix = prefix;
  }

  static Unprivileged ofThisMachine() {
    if (!isRoot()) {
      return AS_IS;
    }
    return Command.succeeds(NAMESPACE.command(List.of("true"))) ? NAMESPACE : NOBODY;
  }

  /** Whether this process runs as root. */
  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // Not Linux, where the bundled programs do not run anyhow.
    }
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (!prefix.isEmpty()) {
      whole.addAll(List.of(prefix.split(" ", -1)));
    }
    whole.addAll(command);
    return whole;
  }

  /** Lets the program write all that is in the folder now. */
  void give(Path folder) {
    if (this != NOBODY) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setAttribute(path, "unix:uid", NOBODYS_NUMBER);
        Files.setAttribute(path, "unix:gid", NOBODYS_NUMBER);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
