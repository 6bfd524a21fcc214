package io.webhookguard.server.commands;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: it does nothing itself, its commands do. */
@Command(
    name = "guard",
    mixinStandardHelpOptions = true,
    versionProvider = GuardCommand.Version.class,
    description = "Receives webhooks, and forwards each event once, in order.",
    subcommands = {
      ServeCommand.class,
      SendCommand.class,
      DemoCommand.class,
      EventsCommand.class,
      ExplainCommand.class,
      RetryCommand.class,
      ConfirmCommand.class,
      DiscardCommand.class,
      ReplayCommand.class,
      BulkCommand.class,
      SourcesCommand.class,
      DoctorCommand.class,
      MigrateCommand.class,
      LedgerCommand.class,
      EraseCommand.class,
      BenchCommand.class,
      TortureCommand.class
    })
public final class GuardCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  GuardCommand() {}

  /**
   * Runs one command line.
   *
   * @param out where answers go
   * @param err where problems go, one line each
   * @return what the process should end with
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine program = new CommandLine(new GuardCommand());
    program.setOut(out);
    program.setErr(err);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setParameterExceptionHandler((failure, given) -> Failures.usage(failure, err));
    program.setExecutionExceptionHandler((failure, command, parsed) -> Failures.of(failure, err));
    program.setExecutionStrategy(GuardCommand::execute);
    int exitCode = program.execute(arguments);
    out.flush();
    err.flush();
    return exitCode;
  }

  /** A word that is no command stays one where help was asked for, which picocli would give. */
  private static int execute(ParseResult parsed) {
    if (!parsed.unmatched().isEmpty()) {
      throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    CommandSpec here = Objects.requireNonNull(spec, "picocli sets this");
    throw new ParameterException(here.commandLine(), "name a command");
  }

  /** The version that the jar carries. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GuardCommand.class.getPackage().getImplementationVersion();
      return new String[] {"guard " + (version == null ? "development" : version)};
    }
  }
}
