package io.webhookguard.torture.history;

import java.nio.file.Path;

/**
 * Where the files of one run are.
 *
 * @param folder the run's own
 */
public record RunFiles(Path folder) {

  /** What the sender made. */
  public Path sent() {
    return folder.resolve("sent.tsv");
  }

  /** How its genuine requests ended. */
  public Path answers() {
    return folder.resolve("answers.tsv");
  }

  /** How its forged requests ended. */
  public Path forgeries() {
    return folder.resolve("forgeries.tsv");
  }

  /** What the bank did. */
  public Path bank() {
    return folder.resolve("bank.tsv");
  }

  /** What was done to whom. */
  public Path faults() {
    return folder.resolve("faults.tsv");
  }

  /** The events in the end. */
  public Path events() {
    return folder.resolve("events.tsv");
  }

  /** The ledger in the end. */
  public Path ledger() {
    return folder.resolve("ledger.tsv");
  }

  /** The effects in the store's own database. */
  public Path effects() {
    return folder.resolve("effects.tsv");
  }

  /** The sum of all accounts there. */
  public Path accounts() {
    return folder.resolve("accounts.tsv");
  }

  /** What was left open in the end: one line for each kind of thing, with its count. */
  public Path leftovers() {
    return folder.resolve("leftovers.tsv");
  }
}
