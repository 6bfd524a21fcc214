package io.webhookguard.testsupport.stores;

import java.util.List;

/** The tables of a store, as tests name them. */
public final class GuardTables {

  /** What is only added to, and lets nobody delete but who knows how. */
  public static final List<String> APPENDED = List.of("ledger", "seal", "archive");

  /** What the guard deletes itself, by names without prefix, each behind what refers to it. */
  public static final List<String> CLEARED =
      List.of(
          "event",
          "due",
          "claim",
          "claim_call",
          "lane",
          "waiting",
          "dead_letter",
          "payload",
          "response",
          "step",
          "lock",
          "forgotten");

  private GuardTables() {}
}
