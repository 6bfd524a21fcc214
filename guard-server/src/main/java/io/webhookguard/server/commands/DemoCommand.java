package io.webhookguard.server.commands;

import io.webhookguard.server.demo.Demo;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the gateway promises, on a gateway of its own that it kills. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a gateway and a receiving service, plays Stripe with duplicates, forgeries and events"
          + " out of order, kills the gateway in the middle of effects, and checks that the effect"
          + " of each event happened once. Needs no set-up, leaves nothing behind, takes less than"
          + " a minute."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the promise was kept", "1:it was not", "2:wrong usage"})
final class DemoCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Option(
      names = "--seed",
      paramLabel = "X",
      description = "What all events follow from; a new one unless given.")
  private Optional<Long> seed = Optional.empty();

  @Override
  public Integer call() throws Exception {
    long chosenSeed = seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
    boolean kept = new Demo(output.writer(), new CliStoreView(), chosenSeed).run();
    return kept ? 0 : 1;
  }
}
