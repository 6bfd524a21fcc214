package io.webhookguard.server.commands;

import io.webhookguard.api.store.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a complete event again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Runs a complete event again, with new keys.")
final class ReplayCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private Change change = new Change();

  @Override
  public Integer call() throws Exception {
    return change.run(output.writer(), Intervention.Replay::new);
  }
}
