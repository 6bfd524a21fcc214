package io.webhookguard.testsupport.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.testsupport.process.ChildJvm;
import io.webhookguard.testsupport.transactions.PayingWorker.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Processes whose handlers write in transactions are killed: of each event the effect and COMPLETE
 * are there, or neither, and in the end every effect is there once.
 *
 * <p>A test class makes its site in a field, on an empty database that other processes can open.
 */
public interface TransactionCrashContract {

  /** How many processes are killed at moments of chance. */
  int KILLS = System.getProperty("guard.tier", "gate").equals("long") ? 200 : 5;

  /** The site of the running test; the same one on every call. */
  TransactionSite site();

  /** How another process opens the same database. */
  Class<? extends TransactionSite.Opening> opening();

  /** What it is told to open. */
  String address();

  /** Closes the site when its test is over. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  @Test
  @DisplayName("a process killed between the effect and the guard's commit leaves neither")
  default void killedBeforeTheGuardsCommit() throws IOException, InterruptedException {
    Payments payments = Payments.anew(site().users());
    killAt(Point.EFFECT_WRITTEN, "tx");

    assertThat(payments.seen()).isEmpty();
    assertThat(Shop.record(site().store(), "evt").state()).isEqualTo(EventState.PROCESSING);
    assertAllPaidOnce(payments, List.of("evt"));
  }

  @Test
  @DisplayName("a process killed between completing the event and its own commit leaves neither")
  default void killedBeforeItsOwnCommit() throws IOException, InterruptedException {
    Payments payments = Payments.anew(site().users());
    killAt(Point.COMPLETED_AND_OPEN, "own");

    assertThat(payments.seen()).isEmpty();
    assertThat(Shop.record(site().store(), "evt").state()).isEqualTo(EventState.PROCESSING);
    assertAllPaidOnce(payments, List.of("evt"));
  }

  @Test
  @DisplayName("a process killed behind its own commit leaves both")
  default void killedBehindItsOwnCommit() throws IOException, InterruptedException {
    Payments payments = Payments.anew(site().users());
    killAt(Point.COMMITTED, "own");

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.record(site().store(), "evt").state()).isEqualTo(EventState.COMPLETE);
    assertAllPaidOnce(payments, List.of("evt"));
  }

  @Test
  @DisplayName("processes killed at any moment leave effect and COMPLETE together or not at all")
  default void killedAtAnyMoment() throws IOException, InterruptedException {
    long seed = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("killedAtAnyMoment: repeat with -Dguard.seed=" + seed);
    Random random = new Random(seed);
    Payments payments = Payments.anew(site().users());
    List<String> admitted = new ArrayList<>();
    for (int round = 0; round < KILLS; round++) {
      try (ChildJvm child = start(Point.NOWHERE, "w" + round)) {
        int enough = PayingWorker.MOST_UNPAID + random.nextInt(60);
        await(() -> child.lines().size() >= enough || !child.isAlive());
        assertThat(child.isAlive()).as("%s", child.lines()).isTrue();
        admitted.addAll(wordsOf(child.kill()));
      }
      assertEachIsBothOrNeither(payments);
    }
    assertThat(payments.seen()).as("the processes did something").hasSizeGreaterThan(KILLS);
    assertAllPaidOnce(payments, admitted);
  }

  /** The ids of whole lines; the last line of a killed process may be cut. */
  private static List<String> wordsOf(List<String> lines) {
    return lines.stream()
        .limit(Math.max(0, lines.size() - 1))
        .filter(line -> line.startsWith("admitted "))
        .map(line -> line.substring("admitted ".length()))
        .toList();
  }

  private ChildJvm start(Point point, String name) throws IOException {
    return ChildJvm.start(PayingWorker.class, opening().getName(), address(), point.name(), name);
  }

  private void killAt(Point point, String type) throws IOException, InterruptedException {
    Shop.admit(site().store(), type, "evt", Lane.NONE);
    try (ChildJvm child = start(point, "w")) {
      await(() -> child.lines().contains("ready") || !child.isAlive());
      assertThat(child.isAlive()).as("%s", child.lines()).isTrue();
      child.kill();
    }
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(2))
        .until(condition::getAsBoolean);
  }

  /**
   * A server may still work on the last commit of a client that is dead: what is read between two
   * equal answers is of their moment.
   */
  private void assertEachIsBothOrNeither(Payments payments) {
    List<String> complete = Shop.in(site().store(), EventState.COMPLETE);
    List<String> paid = payments.seen();
    List<String> again = Shop.in(site().store(), EventState.COMPLETE);
    while (!again.equals(complete)) {
      complete = again;
      paid = payments.seen();
      again = Shop.in(site().store(), EventState.COMPLETE);
    }
    assertThat(paid).isEqualTo(complete);
  }

  /** Another guard takes over, and whatever was known before is done once. */
  private void assertAllPaidOnce(Payments payments, List<String> admitted) {
    try (WebhookGuard guard =
        Shop.guard(site().store(), ModeRuns.paying(), ModeRuns.payingIn(site()))) {
      guard.start();
      await(() -> Shop.isDone(site().store()));
    }
    assertThat(payments.seen())
        .doesNotHaveDuplicates()
        .isEqualTo(Shop.in(site().store(), EventState.COMPLETE))
        .containsAll(admitted);
  }
}
