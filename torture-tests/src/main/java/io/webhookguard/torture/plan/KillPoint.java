package io.webhookguard.torture.plan;

import java.util.Arrays;
import java.util.List;

/**
 * The places at which a process is made to fail on purpose.
 *
 * <p>None of them is in the product: each is made by wrapping what the library takes (the front,
 * the adapter, the store's ports, the handler, the connection), or by keeping the reply of the
 * store back in the proxy between them.
 */
public enum KillPoint {
  R1("request body read", Reach.INSIDE),
  R2("signature verified", Reach.INSIDE),
  R3("before admit", Reach.INSIDE),
  R4("admit sent, reply not read", Reach.WIRE),
  R5("admit answered", Reach.INSIDE),
  R6("before the 2xx", Reach.INSIDE),
  R7("2xx half written", Reach.INSIDE),
  R8("after the 2xx", Reach.INSIDE),
  C1("before claim", Reach.INSIDE),
  C2("claim sent, reply not read", Reach.WIRE),
  C3("claim granted", Reach.INSIDE),
  C4("before the handler", Reach.INSIDE),
  H1("in the handler, before its DML", Reach.TRANSACTION),
  H2("in the handler, after its DML", Reach.TRANSACTION),
  H3("before the external call", Reach.INSIDE),
  H4("external request sent", Reach.INSIDE),
  H5("external reply received", Reach.INSIDE),
  H6("a step's result recorded", Reach.INSIDE),
  D1("before complete", Reach.INSIDE),
  D2("completed in a transaction that is open", Reach.TRANSACTION),
  D3("commit sent, reply not read", Reach.WIRE_TRANSACTION),
  D4("after complete", Reach.INSIDE),
  L1("before renew", Reach.INSIDE),
  L2("renew sent, reply not read", Reach.WIRE),
  L3("renew refused: the lease was lost", Reach.AFTER_PAUSE),
  Q1("before a dead letter is written", Reach.INSIDE),
  Q2("after a dead letter was written", Reach.INSIDE),
  S1("before recovery takes over", Reach.INSIDE),
  S2("takeover committed", Reach.INSIDE);

  /** What it takes to come to a point. */
  private enum Reach {
    /** Calls inside the process. */
    INSIDE,
    /** The same, but only with handlers in transactions. */
    TRANSACTION,
    /** A network between process and store. */
    WIRE,
    /** A network, and a commit that the handler sends. */
    WIRE_TRANSACTION,
    /** A process that was paused past its lease while its renewal was due. */
    AFTER_PAUSE
  }

  /**
   * A moment of other systems that this one does not have, or that another test kills at.
   *
   * @param name as the plan of kill points names it
   * @param why why nothing is killed there
   */
  public record Absent(String name, String why) {}

  /** What is not killed at here, and why. */
  public static final List<Absent> ABSENT =
      List.of(
          new Absent(
              "L4 lease lost signalled",
              "the signal is a flag that a handler may read: nothing is written, L3 is the moment"
                  + " before it"),
          new Absent(
              "D5 before lock release",
              "no lock is held for an event: a lane is let go in the commit that settles (D2, D3)"),
          new Absent(
              "O1 sequence assigned",
              "the position is given inside the statement or transaction of admit: R4, and the"
                  + " crash tests of each store between its statements"),
          new Absent(
              "O2 predecessor done, successor woken",
              "the successor becomes due in the commit that settles; what wakes a worker early is"
                  + " memory: D4"),
          new Absent(
              "A1 ledger entry written, transaction open",
              "the entry is written by the settlement itself: D2 where the transaction is the"
                  + " user's, else inside one statement"),
          new Absent(
              "M1 migration mid-step", "migrations run before workers: the tests of each store"),
          new Absent(
              "G1 retention delete mid-batch",
              "the purge runs hourly: the crash tests of each store kill inside it"));

  private final String meaning;
  private final Reach reach;

  KillPoint(String meaning, Reach reach) {
    this.meaning = meaning;
    this.reach = reach;
  }

  /** What has just happened, or is about to. */
  public String meaning() {
    return meaning;
  }

  /** Whether the store's reply is kept back there, by the proxy. */
  public boolean isOnTheWire() {
    return reach == Reach.WIRE || reach == Reach.WIRE_TRANSACTION;
  }

  /** Whether a process comes there only after a pause past its lease. */
  public boolean needsPause() {
    return reach == Reach.AFTER_PAUSE;
  }

  /** Whether a process on this store can come there. */
  public boolean existsOn(StoreKind store) {
    boolean transactional = reach == Reach.TRANSACTION || reach == Reach.WIRE_TRANSACTION;
    return (!isOnTheWire() || store.hasServer()) && (!transactional || store.hasTransactions());
  }

  /** The points of a store, in order. */
  public static List<KillPoint> on(StoreKind store) {
    return Arrays.stream(values()).filter(point -> point.existsOn(store)).toList();
  }
}
