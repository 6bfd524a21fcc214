package io.webhookguard.server.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for a command that a later version will have. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    description = "Not available in this version.")
final class TortureCommand implements Callable<Integer> {

  /** Whatever it was given: the answer is the same. */
  @Unmatched private List<String> ignored = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailure {
    throw CommandFailure.usage("torture is not available in this version");
  }
}
