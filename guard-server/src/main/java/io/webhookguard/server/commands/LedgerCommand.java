package io.webhookguard.server.commands;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done with the ledger as a whole. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Verifies the ledger against its seals, or archives old parts of it.",
    subcommands = {LedgerVerifyCommand.class, LedgerArchiveCommand.class})
final class LedgerCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec here = Objects.requireNonNull(spec, "picocli sets this");
    throw new ParameterException(here.commandLine(), "name verify or archive");
  }
}
