package io.webhookguard.server;

import io.webhookguard.server.commands.GuardCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The gateway's program. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Even an error of the JVM is told in a line. */
  private static int run(PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return GuardCommand.run(out, err, arguments);
    } catch (Error e) {
      err.println("guard: the program cannot run: " + e.getClass().getName());
      return 1;
    }
  }
}
