package io.webhookguard.server.demo;

import io.webhookguard.adapter.ProviderSimulator.Flaw;
import java.util.Optional;

/** The ways in which the demonstration delivers events, good ones first. */
enum EventClass {
  ONCE("delivered once", 1, Optional.empty()),
  THREE_TIMES("delivered three times", 3, Optional.empty()),
  AT_ONCE("eight deliveries at once", 8, Optional.empty()),
  OUT_OF_ORDER("newer event delivered first", 1, Optional.empty()),
  UNSIGNED("forged: no signature", 1, Optional.of(Flaw.UNSIGNED)),
  WRONG_SECRET("forged: wrong secret", 1, Optional.of(Flaw.WRONG_SECRET)),
  TAMPERED("forged: body changed", 1, Optional.of(Flaw.TAMPERED_BODY)),
  STALE("captured, sent an hour later", 1, Optional.of(Flaw.STALE)),
  FUTURE("signed for the future", 1, Optional.of(Flaw.FUTURE));

  private final String label;
  private final int copies;
  private final Optional<Flaw> flaw;

  EventClass(String label, int copies, Optional<Flaw> flaw) {
    this.label = label;
    this.copies = copies;
    this.flaw = flaw;
  }

  /** The class in a reader's words. */
  String label() {
    return label;
  }

  /** How many deliveries each of its events has. */
  int copies() {
    return copies;
  }

  /** What is wrong with its deliveries; nothing for genuine ones. */
  Optional<Flaw> flaw() {
    return flaw;
  }
}
