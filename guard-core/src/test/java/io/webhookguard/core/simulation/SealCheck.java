package io.webhookguard.core.simulation;

import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import java.time.Duration;

/** Holds the ledger against its seals, as a person would. */
final class SealCheck {

  /** Two rounds, and a little. */
  private static final Duration SOON = Duration.ofMillis(2_500);

  private static final Duration STEP = Duration.ofMillis(500);

  private final Stage stage;

  SealCheck(Stage stage) {
    this.stage = stage;
  }

  /** Whatever happened, nobody has changed anything. */
  void check() {
    LedgerVerdict verdict = LedgerVerification.plain().verify(stage.store);
    verdict.match(intact -> count(intact), broken -> breach(broken.breach().sentence()));
  }

  private boolean count(LedgerVerdict.Intact intact) {
    stage.tally.count(intact.seals() > 1 ? "several seals" : "one seal or none");
    return true;
  }

  private boolean breach(String what) {
    stage.breach(Invariant.SEALED_AND_TRUE, what);
    return false;
  }

  /**
   * When nothing goes wrong any more all but the newest entries are sealed. Where the store's clock
   * was ahead, a lock can be held for longer than anybody waits.
   */
  void checkTail() {
    if (stage.scenario.has(Trouble.STORE_CLOCK)) {
      return;
    }
    Duration left = stage.scenario.settings().lease().plus(SOON);
    while (age().compareTo(SOON) > 0 && !left.isNegative()) {
      stage.time.advance(STEP); // a node may just have started, or one with the lock died
      left = left.minus(STEP);
    }
    stage.require(
        age().compareTo(SOON) <= 0,
        Invariant.SEALED_AND_TRUE,
        "an entry was not sealed for " + age());
  }

  private Duration age() {
    LedgerVerdict verdict = LedgerVerification.plain().verify(stage.store);
    return verdict.match(intact -> intact.tail().age(), broken -> Duration.ZERO);
  }
}
