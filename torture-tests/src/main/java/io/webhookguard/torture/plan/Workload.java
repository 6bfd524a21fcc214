package io.webhookguard.torture.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a handler does, and so which promise is checked. Each workload is a source of its own, and
 * all of a store's workloads run at once.
 */
public enum Workload {
  /** Writes its effect in the guard's transaction. */
  TX(1, true, true),
  /** Writes its effect in a transaction of its own, and completes the event in it. */
  OWN(2, true, true),
  /** Calls the bank with the event's idempotency key. */
  KEYED(3, false, true),
  /** Calls the bank without a key; a repeat is harmless. Its events have no lanes. */
  FREE(4, false, false),
  /** Calls the bank without a key; what is in doubt waits for a person. */
  PARKED(5, false, true),
  /** Calls the bank in two steps, each with its own key, whose results are kept. */
  STEPS(6, false, true),
  /** Calls the bank without a key; what is in doubt is asked for at the bank. */
  PROBED(7, false, true);

  private final int number;
  private final boolean transactional;
  private final boolean lanes;

  Workload(int number, boolean transactional, boolean lanes) {
    this.number = number;
    this.transactional = transactional;
    this.lanes = lanes;
  }

  /** What tells its events from those of others that follow from the same seed. */
  public int number() {
    return number;
  }

  /** Whether its effects are rows in the store's own database. */
  public boolean isTransactional() {
    return transactional;
  }

  /** Whether its events have lanes. */
  public boolean hasLanes() {
    return lanes;
  }

  /** The name of its source. */
  public String source() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The workload of this source, if there is one. */
  public static Optional<Workload> ofSource(String source) {
    return Arrays.stream(values()).filter(workload -> workload.source().equals(source)).findFirst();
  }

  /** What this kind of store can be given. */
  public static List<Workload> on(StoreKind store) {
    return Arrays.stream(values())
        .filter(workload -> store.hasTransactions() || !workload.transactional)
        .toList();
  }
}
