package io.webhookguard.torture.plan;

import java.util.Arrays;
import java.util.Locale;

/** The stores that can be tortured. */
public enum StoreKind {
  SQLITE(1, false, true),
  POSTGRES(2, true, true),
  MYSQL(3, true, true),
  REDIS(4, true, false);

  private final int number;
  private final boolean server;
  private final boolean transactions;

  StoreKind(int number, boolean server, boolean transactions) {
    this.number = number;
    this.server = server;
    this.transactions = transactions;
  }

  /** Its place among the stores, from 1. */
  public int number() {
    return number;
  }

  /** Whether it is a process of its own behind a network. */
  public boolean hasServer() {
    return server;
  }

  /** Whether handlers can share its transactions. */
  public boolean hasTransactions() {
    return transactions;
  }

  /** Its name in files, reports and commands. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The store of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StoreKind named(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no store " + label + ": there are sqlite, postgres, mysql and redis"));
  }
}
