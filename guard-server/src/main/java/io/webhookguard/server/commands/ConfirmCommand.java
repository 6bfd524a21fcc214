package io.webhookguard.server.commands;

import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says that a parked effect did happen. */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    description = "Says that the effect of a parked event did happen.")
final class ConfirmCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private Change change = new Change();

  @Override
  public Integer call() throws Exception {
    return change.run(
        output.writer(), (id, by) -> new Intervention.Confirm(id, by, Response.EMPTY));
  }
}
