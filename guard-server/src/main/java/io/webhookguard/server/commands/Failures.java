package io.webhookguard.server.commands;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.gateway.StartException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/** Words every failure of a command in a line, and gives it its exit code. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** A command line that cannot be understood. */
  static int usage(ParameterException failure, PrintWriter err) {
    String message = firstLine(failure);
    print(
        err,
        message + "; see " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return CommandFailure.USAGE;
  }

  /** A command that was understood and failed. */
  static int of(Exception failure, PrintWriter err) {
    if (failure instanceof CommandFailure known) {
      print(err, firstLine(known));
      return known.exitCode();
    }
    if (failure instanceof InvalidConfigException invalid) {
      invalid.lines().forEach(line -> print(err, line));
      return CommandFailure.USAGE;
    }
    if (failure instanceof ConfigurationException) {
      print(err, firstLine(failure));
      return CommandFailure.USAGE;
    }
    if (failure instanceof GuardException || failure instanceof StartException) {
      print(err, firstLine(failure));
      return CommandFailure.RUNTIME;
    }
    LOG.debug("a command failed", failure);
    print(err, "this should not have happened: " + origin(failure) + "; please report it");
    return CommandFailure.RUNTIME;
  }

  private static void print(PrintWriter err, String line) {
    err.println("guard: " + Terminal.safe(line));
    err.flush();
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String origin(Exception failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    return failure.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
  }
}
