package io.webhookguard.server.commands;

import io.webhookguard.api.store.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives an event up. */
@Command(
    name = "discard",
    mixinStandardHelpOptions = true,
    description = "Gives an event up and frees its lane.")
final class DiscardCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private Change change = new Change();

  @Override
  public Integer call() throws Exception {
    return change.run(output.writer(), Intervention.Discard::new);
  }
}
