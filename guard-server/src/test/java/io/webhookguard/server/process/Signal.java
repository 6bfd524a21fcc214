package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Signals that Java cannot send by itself. */
enum Signal {
  /** Not INT, which a process that was started in a shell's background ignores. */
  TERM,
  STOP,
  CONT;

  void to(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start();
    assertThat(kill.waitFor()).as("kill -%s %d", this, pid).isZero();
  }
}
