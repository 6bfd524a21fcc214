package io.webhookguard.torture.mutants;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.torture.check.Invariant;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.Strike;
import io.webhookguard.torture.plan.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Guards with a bug, the script that shows it, and the invariant that names it. */
@SuppressWarnings("ImmutableEnumChecker") // Scripts and flaws have no state of their own.
enum WrongGuard {
  /** M1: the effect is one transaction, COMPLETE the next. */
  SPLITS_THE_TRANSACTION(
      Workload.TX,
      Invariant.I2,
      () -> WrongTransactions::split,
      scene -> killed(scene, KillPoint.D1)),
  /** M2: COMPLETE is committed before the effect. */
  COMPLETES_FIRST(
      Workload.TX,
      Invariant.I2,
      () -> WrongTransactions::doneFirst,
      scene -> killed(scene, KillPoint.D4)),
  /** M3: a late holder's effect is not refused. */
  CHECKS_NO_FENCE(Workload.OWN, Invariant.I2, () -> WrongTransactions::unfenced, WrongGuard::late),
  /** M4: a node judges leases by its own clock. */
  TRUSTS_ITS_OWN_CLOCK(
      Workload.KEYED, Invariant.I8, WrongGuard::fastClock, WrongGuard::takenByTheClock),
  /** M5: a late holder lets go what another one holds. */
  RELEASES_BY_KEY(
      Workload.FREE, Invariant.I5, () -> WrongEvents::releasesByKey, WrongGuard::lateRelease),
  /** M6: a duplicate is taken for new. */
  TAKES_THE_KNOWN_FOR_NEW(
      Workload.TX, Invariant.I2, () -> WrongEvents::knownIsNew, WrongGuard::again),
  /** M7: two nodes are granted one claim. */
  READS_THEN_CLAIMS(
      Workload.FREE, Invariant.I5, WrongEvents.ReadThenWrite::new, WrongGuard::claimedTwice),
  /** M8: a lost reply to a commit is taken for a failure. */
  TAKES_UNKNOWN_FOR_FAILED(
      Workload.TX, Invariant.I2, () -> WrongTransactions::unknownIsFailure, WrongGuard::replyLost),
  /** M9: a settled event is forgotten before it comes again. */
  FORGETS_TOO_SOON(Workload.TX, Invariant.I2, () -> WrongEvents::forgets, WrongGuard::again),
  /** M10: places in lanes are not given in the order of commits. */
  GIVES_PLACES_OUTSIDE(
      Workload.KEYED, Invariant.I9, () -> WrongEvents::placesInBlocks, WrongGuard::queued),
  /** M11: two keys have one name. */
  JOINS_KEYS(Workload.KEYED, Invariant.I16, WrongEvents.JoinedKeys::new, WrongGuard::lookalikes),
  /** M12: the 2xx comes before the commit. */
  ANSWERS_BEFORE_THE_COMMIT(
      Workload.KEYED, Invariant.I16, () -> WrongEvents::answersEarly, WrongGuard::killedAfter2xx);

  /** What happens in a scene. */
  @FunctionalInterface
  private interface Script {
    void play(Scene scene) throws Exception;
  }

  /** Long enough for what a node does behind an answer of its store. */
  private static final int POLLS = 4;

  private static final Duration FAST = Duration.ofHours(1);

  private final Workload workload;
  private final Invariant broken;
  private final Supplier<Flaw> flaw;
  private final Script script;

  WrongGuard(Workload workload, Invariant broken, Supplier<Flaw> flaw, Script script) {
    this.workload = workload;
    this.broken = broken;
    this.flaw = flaw;
    this.script = script;
  }

  Workload workload() {
    return workload;
  }

  /** The invariant that names the bug; others may break with it. */
  Invariant broken() {
    return broken;
  }

  Flaw flaw() {
    return flaw.get();
  }

  void play(Scene scene) throws Exception {
    script.play(scene);
  }

  /** A node dies at the point; another one finds what it left. */
  private static void killed(Scene scene, KillPoint point) {
    Node first = scene.node("a", point, Strike.HALT);
    scene.deliver(first, 0);
    first.awaitStruck();
    Node second = scene.node("b");
    scene.deliver(second, 0);
    scene.deliver(second, 1);
    scene.settle();
  }

  /** A node stands still with a claim, is taken over, and goes on. */
  private static void late(Scene scene) throws InterruptedException {
    Node first = scene.node("a", KillPoint.C4, Strike.PAUSE);
    scene.deliver(first, 0);
    first.awaitStruck();
    scene.node("b");
    scene.settle();
    first.goOn();
    // By the engine, behind the handler.
    first.awaitMore("settle", 1);
    first.awaitMore("claim", POLLS);
  }

  private static Flaw fastClock() {
    return new Flaw() {
      @Override
      public GuardStore around(GuardStore store, Node node) {
        return store;
      }

      @Override
      public Optional<InstantSource> clock() {
        return Optional.of(() -> Instant.now().plus(FAST));
      }
    };
  }

  /** A node whose leases have not ended works; another one with a clock of its own looks. */
  private static void takenByTheClock(Scene scene) throws InterruptedException {
    Node first = scene.node("a", KillPoint.H3, Strike.KILL);
    scene.deliver(first, 0);
    first.awaitStruck();
    Node second = scene.nodeByClock("b");
    second.awaitMore("recover", 3);
    scene.deliver(first, 1);
    first.release();
    scene.settle();
  }

  /** As for a late holder; meanwhile the successor is at work. */
  private static void lateRelease(Scene scene) throws InterruptedException {
    Node first = scene.node("a", KillPoint.C4, Strike.PAUSE);
    scene.deliver(first, 0);
    first.awaitStruck();
    Node second = scene.node("b", KillPoint.H3, Strike.KILL);
    second.awaitStruck();
    first.goOn();
    first.awaitMore("settle", 1);
    first.awaitMore("claim", POLLS);
    second.release();
    scene.settle();
  }

  /** What is complete comes again, to a node that has not seen it. */
  private static void again(Scene scene) {
    scene.deliver(scene.node("a"), 0);
    scene.settle();
    scene.deliver(scene.node("b"), 0);
    scene.settle();
  }

  /** One node is at work on a claim while another one looks for work. */
  private static void claimedTwice(Scene scene) throws InterruptedException {
    Node first = scene.node("a", KillPoint.H3, Strike.KILL);
    scene.deliver(first, 0);
    first.awaitStruck();
    Node second = scene.node("b");
    second.awaitMore("claim", 5);
    first.release();
    scene.settle();
    first.awaitMore("claim", 2);
  }

  private static void replyLost(Scene scene) {
    Node node = scene.node("a", KillPoint.D4, Strike.THROW);
    scene.deliver(node, 0);
    node.awaitStruck();
    scene.settle();
  }

  /** Behind an event that is at work two others queue, one through each node. */
  private static void queued(Scene scene) {
    Node first = scene.node("a", KillPoint.H3, Strike.KILL);
    Node second = scene.node("b");
    scene.deliver(first, 0);
    first.awaitStruck();
    scene.deliver(first, 1);
    scene.deliver(second, 2);
    first.release();
    scene.settle();
  }

  private static void lookalikes(Scene scene) {
    Node node = scene.node("a");
    scene.deliver(node, body("acct_1", "x:evt_1", "cus_1"));
    scene.deliver(node, body("acct_1:x", "evt_1", "cus_2"));
    scene.settle();
  }

  private static String body(String account, String id, String customer) {
    return """
        {"id": "%s", "object": "event", "account": "%s", "livemode": true, "type": "invoice.paid",
         "data": {"object": {"customer": "%s"}}}
        """
        .formatted(id, account, customer);
  }

  private static void killedAfter2xx(Scene scene) {
    Node first = scene.node("a");
    scene.deliver(first, 0);
    first.die();
    scene.deliver(scene.node("b"), 1);
    scene.settle();
  }
}
