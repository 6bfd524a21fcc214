package io.webhookguard.server.commands;

import io.webhookguard.api.store.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes what an event carried. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description =
        "Removes payload, attributes and response of one settled event. It cannot be replayed then.")
final class EraseCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private Change change = new Change();

  @Override
  public Integer call() throws Exception {
    return change.run(output.writer(), Intervention.Erase::new);
  }
}
