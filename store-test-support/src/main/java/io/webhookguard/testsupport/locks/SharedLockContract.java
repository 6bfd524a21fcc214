package io.webhookguard.testsupport.locks;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes count under one lock, and one of them is stopped again and again between reading
 * and writing, until another has taken over and counted on. A number that checks the token loses no
 * count; one that trusts whoever held the lock does.
 *
 * <p>A test class says how another process opens its lock.
 */
public interface SharedLockContract {

  /** How many processes count. */
  int PROCESSES = 8;

  /** How often the first of them is stopped. */
  int STOPS = 3;

  /** How another process opens the lock. */
  Class<? extends LockSite.Opening> opening();

  /** What it is told to open. */
  String address();

  @Test
  @DisplayName("holders that stand still lose nothing where the token is checked, and only there")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs SIGSTOP")
  default void holdersThatStandStill(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<ChildJvm> workers = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        workers.add(start(folder, i == 0 ? STOPS : 0));
      }
      for (ChildJvm worker : workers) {
        await(worker, () -> worker.lines().contains(CountingWorker.READY));
      }
      for (ChildJvm worker : workers) {
        worker.tell(CountingWorker.GO_ON);
      }
      for (int stop = 1; stop <= STOPS; stop++) {
        stopUntilTakenOver(workers, stop);
      }
      for (ChildJvm worker : workers) {
        worker.tell(CountingWorker.STOP);
      }
      List<String> lines = new ArrayList<>();
      for (ChildJvm worker : workers) {
        lines.addAll(worker.end());
        assertThat(worker.exitValue()).as("%s", worker.lines()).isZero();
      }
      judge(lines, folder);
    } finally {
      workers.forEach(ChildJvm::close);
    }
  }

  private ChildJvm start(Path folder, int stops) throws IOException {
    return ChildJvm.start(
        CountingWorker.class,
        opening().getName(),
        address(),
        folder.toString(),
        Integer.toString(stops));
  }

  private void stopUntilTakenOver(List<ChildJvm> workers, int stop)
      throws IOException, InterruptedException {
    ChildJvm stopped = workers.get(0);
    await(stopped, () -> tokens(stopped.lines(), CountingWorker.STANDS).size() >= stop);
    long token = tokens(stopped.lines(), CountingWorker.STANDS).get(stop - 1);
    BooleanSupplier takenOver =
        () ->
            workers.stream()
                .flatMap(worker -> tokens(worker.lines(), CountingWorker.TRUSTED).stream())
                .anyMatch(other -> other > token);
    stopped.pause();
    try {
      await(stopped, CountingWorker.LEASE.multipliedBy(4), takenOver);
      stopped.resume();
    } catch (ConditionTimeoutException e) {
      // It was stopped inside its renewal, with the row in hand. Its lease is over all the same.
      stopped.resume();
      await(stopped, takenOver);
    }
    stopped.tell(CountingWorker.GO_ON);
    await(stopped, () -> tokens(stopped.lines(), CountingWorker.TRUSTED).contains(token));
  }

  private static void judge(List<String> lines, Path folder) {
    List<Long> checked = tokens(lines, CountingWorker.CHECKED);
    List<Long> trusted = tokens(lines, CountingWorker.TRUSTED);
    long inChecking = CountedFile.checking(folder).value();
    long inTrusting = CountedFile.trusting(folder).value();
    System.out.printf(
        "%d counts accepted of %d, %d there; without the check %d of %d there%n",
        checked.size(), trusted.size(), inChecking, inTrusting, trusted.size());

    assertThat(tokens(lines, CountingWorker.ACQUIRED))
        .as("each holder has a token of its own")
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(STOPS * 2);
    assertThat(tokens(lines, CountingWorker.REFUSED))
        .as("who stood still was refused")
        .containsAll(tokens(lines, CountingWorker.STANDS))
        .hasSizeGreaterThanOrEqualTo(STOPS);
    assertThat(tokens(lines, CountingWorker.KNOWS_OF_ITS_LOSS))
        .as("who stood still knew it")
        .containsExactlyElementsOf(tokens(lines, CountingWorker.STANDS));
    assertThat(inChecking).as("with the token checked no count is lost").isEqualTo(checked.size());
    assertThat(inTrusting).as("without it counts are lost").isLessThan(trusted.size());
  }

  /** The tokens of the lines that begin so. */
  private static List<Long> tokens(List<String> lines, String word) {
    return Stream.of(lines)
        .flatMap(List::stream)
        .filter(line -> line.startsWith(word))
        .map(line -> Long.valueOf(line.substring(word.length())))
        .toList();
  }

  private static void await(ChildJvm worker, BooleanSupplier condition) {
    await(worker, Duration.ofMinutes(1), condition);
  }

  private static void await(ChildJvm worker, Duration longest, BooleanSupplier condition) {
    Awaitility.await()
        .atMost(longest)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> condition.getAsBoolean() || !worker.isAlive());
    assertThat(worker.isAlive()).as("%s", worker.lines()).isTrue();
  }
}
