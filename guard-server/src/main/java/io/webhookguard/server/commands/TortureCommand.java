package io.webhookguard.server.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Says where the long run is: it kills processes of this program from outside, with test servers.
 */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    description = "Kills and pauses guards on real stores: ./guard torture in a checkout.")
final class TortureCommand implements Callable<Integer> {

  /** Whatever it was given: the answer is the same. */
  @Unmatched private List<String> ignored = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailure {
    throw CommandFailure.usage("torture runs from a checkout alone: ./guard torture");
  }
}
