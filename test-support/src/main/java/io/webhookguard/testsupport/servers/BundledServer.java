package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server whose programs this module brings along: what to call and what it says. */
interface BundledServer {

  /**
   * Fills a folder with what an empty server stores.
   *
   * @throws MissingServerException when this machine has no such programs or they do not run
   */
  void initialise(Path folder);

  /**
   * The command that serves the folder in the foreground.
   *
   * @param options settings of the server by their own names; they win over the usual ones
   */
  List<String> command(Path folder, int port, Map<String, String> options);

  /** Whether with this line of its log the server takes connections. */
  boolean isReady(String line);

  /** The signal that makes it shut down in order, without waiting for its clients. */
  String stopSignal();

  /** How to reach it, once it listens on the port. */
  ServerAddress address(int port);
}
