package io.webhookguard.server.commands;

import io.webhookguard.api.store.Intervention.Authority;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who answers for a change, and why. */
final class AuthorityOptions {

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Why; it is kept in the ledger. Required where something changes.")
  private Optional<String> reason = Optional.empty();

  @Option(
      names = "--actor",
      paramLabel = "ACTOR",
      description = "Who; cli:<user of the system> unless given.")
  private Optional<String> actor = Optional.empty();

  /** Whoever is named, with the reason. */
  Authority read() throws CommandFailure {
    if (reason.isEmpty()) {
      throw CommandFailure.usage("say why, with --reason");
    }
    try {
      return new Authority(
          actor.orElseGet(() -> "cli:" + System.getProperty("user.name", "unknown")), reason.get());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage() + ": use --reason and --actor with some text");
    }
  }
}
