package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.core.lock.HeldLock;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import io.webhookguard.store.sqlite.SqliteConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class ReportUnderLockTest {

  @TempDir Path folder;

  private final SQLiteDataSource reports = new SQLiteDataSource();
  private final GuardRuntime runtime = GuardRuntime.system(1);
  private final LockTemplate locks = new LockTemplate(new MemoryStore().lock(), runtime);

  @BeforeEach
  void createTable() throws SQLException {
    reports.setUrl("jdbc:sqlite:" + folder.resolve("reports.db"));
    ReportUnderLock.createTable(reports);
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void theReportIsWritten() throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReportUnderLock.run(
        SqliteConfig.at(folder.resolve("guard.db")).build(),
        reports,
        new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("done under token ");
  }

  @Test
  void whileSomebodyElseIsAtItNothingIsDone() throws SQLException {
    try (HeldLock held = locks.tryAcquire("nightly-report", Duration.ofSeconds(30)).orElseThrow()) {
      assertThat(ReportUnderLock.report(locks, reports)).isEqualTo("somebody else is at it");
      assertThat(held.isHeld()).isTrue();
    }
    assertThat(ReportUnderLock.report(locks, reports)).startsWith("done under token ");
  }

  @Test
  void whoStoodStillIsRefusedByTheTable() throws SQLException {
    FencingToken older = new FencingToken(7);
    ReportUnderLock.write(reports, "of the later holder", new FencingToken(8));

    assertThatExceptionOfType(SupersededException.class)
        .isThrownBy(() -> ReportUnderLock.write(reports, "too late", older));
  }

  @Test
  void aSweepGoesOnWhileTheLockIsHeld() {
    Deque<Runnable> parts = new ArrayDeque<>();
    parts.add(() -> {});
    parts.add(() -> assertThat(ReportUnderLock.sweep(locks, new ArrayDeque<>(parts))).isZero());

    assertThat(ReportUnderLock.sweep(locks, parts)).isEqualTo(2);
    assertThat(parts).isEmpty();
  }
}
