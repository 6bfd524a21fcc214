package io.webhookguard.testsupport.servers;

import java.util.Optional;

/** A server that this process started and has to end. */
interface RunningServer {

  ServerAddress address();

  /** The server's process, if it is one of this machine that can be told to end. */
  Optional<ProcessHandle> process();

  /** Ends it, if it has not ended yet. */
  void end();
}
