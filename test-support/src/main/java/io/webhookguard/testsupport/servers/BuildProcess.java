package io.webhookguard.testsupport.servers;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that still runs or not, whoever got its number since.
 *
 * @param started when it started, in milliseconds; 0 where the system does not say
 */
record BuildProcess(long pid, long started) {

  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  static BuildProcess of(ProcessHandle process) {
    return new BuildProcess(process.pid(), startOf(process));
  }

  /** The build that this test belongs to: Maven, or without Maven this process itself. */
  static BuildProcess current() {
    ProcessHandle self = ProcessHandle.current();
    Optional<ProcessHandle> ancestor = self.parent();
    while (ancestor.isPresent()) {
      if (ancestor.get().info().commandLine().orElse("").contains(MAVEN)) {
        return of(ancestor.get());
      }
      ancestor = ancestor.get().parent();
    }
    return of(self);
  }

  static BuildProcess parse(String text) {
    String[] parts = text.split(" ", 2);
    return new BuildProcess(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  String text() {
    return pid + " " + started;
  }

  /** The process, while it runs. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == started);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
