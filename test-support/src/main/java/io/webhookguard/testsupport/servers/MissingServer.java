package io.webhookguard.testsupport.servers;

import org.opentest4j.TestAbortedException;

/** What a test comes to that needs a server which is not there. */
final class MissingServer {

  private MissingServer() {}

  /** Skips the test, with the reason; on a build server fails it. */
  static ServerAddress refuse(ServerKind kind, String reason, boolean buildServer) {
    String message =
        "no %s for tests: %s is not set; %s".formatted(kind.label(), kind.urlVariable(), reason);
    if (buildServer) {
      throw new AssertionError(message);
    }
    throw new TestAbortedException(message);
  }
}
