package io.webhookguard.server.commands;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.Names;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.gateway.StartException;
import java.io.PrintWriter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Words every failure of a command in a line, and gives it its exit code: 2 where the command line
 * or the file is wrong, 1 where the world is. What a store refuses is the world's, whenever it says
 * so: a {@code ConfigurationException} that comes out of a store names a right that is missing or a
 * server that is not as it should be.
 */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** A command line that cannot be understood. */
  static int usage(ParameterException failure, PrintWriter err) {
    CommandLine command = failure.getCommandLine();
    String message = unknownCommand(failure).orElseGet(() -> firstLine(failure));
    print(err, message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandFailure.USAGE;
  }

  /** The program itself takes no arguments but options: the first other word is its command. */
  private static Optional<String> unknownCommand(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || failure.getCommandLine().getParent() != null) {
      return Optional.empty();
    }
    return unmatched.getUnmatched().stream()
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .map(word -> "there is no command " + Names.printable(word, Names.MAX_LABEL_CHARS));
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
