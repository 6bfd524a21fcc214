package io.webhookguard.server.commands;

import io.webhookguard.api.store.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a dead letter again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Runs a dead letter again, with the same keys.")
final class RetryCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private Change change = new Change();

  @Override
  public Integer call() throws Exception {
    return change.run(output.writer(), Intervention.Retry::new);
  }
}
