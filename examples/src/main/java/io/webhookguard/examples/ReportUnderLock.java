package io.webhookguard.examples;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.core.lock.HeldLock;
import io.webhookguard.core.lock.LockRun;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/**
 * A nightly report is written by one process at a time, and not by one that stood still meanwhile:
 * the table that keeps it checks the lock's token.
 */
public final class ReportUnderLock {

  private ReportUnderLock() {}

  /** Runs the example in a new temporary folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("report");
    SQLiteDataSource reports = new SQLiteDataSource(); // yours is any database, and a pool
    reports.setUrl("jdbc:sqlite:" + folder.resolve(Path.of("reports.db")));
    createTable(reports);
    run(SqliteConfig.at(folder.resolve("guard.db")).build(), reports, System.out);
  }

  /** Creates the table with one report, which nobody has written yet. */
  static void createTable(DataSource reports) throws SQLException {
    try (Connection connection = reports.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table report (name varchar(64) primary key, body varchar(255), token bigint)");
      statement.execute("insert into report values ('nightly', '', 0)");
    }
  }

  /** Writes the report under the lock of a store. */
  static void run(SqliteConfig config, DataSource reports, PrintStream out) throws SQLException {
    // guide: template-begin
    try (SqliteStore store = SqliteStore.open(config);
        GuardRuntime runtime = GuardRuntime.system(1)) {
      LockTemplate locks = new LockTemplate(store.lock(), runtime);
      out.println(report(locks, reports));
    }
    // guide: template-end
  }

  /** Writes the report if nobody else is at it, and says what came of it. */
  static String report(LockTemplate locks, DataSource reports) throws SQLException {
    // guide: run-begin
    LockRun<Integer> run =
        locks.run(
            "nightly-report",
            Duration.ofSeconds(30),
            lock -> {
              String report = collect();
              write(reports, report, lock.token()); // refused if the token is older than another
              return report.length();
            });

    return run.match(
        ran -> "done under token " + ran.token(),
        lost -> "done, but others may have run meanwhile",
        busy -> "somebody else is at it");
    // guide: run-end
  }

  private static String collect() {
    return "all is well";
  }

  /**
   * Writes the report.
   *
   * @throws SupersededException if a greater token was here before
   */
  static void write(DataSource reports, String report, FencingToken token) throws SQLException {
    try (Connection connection = reports.getConnection()) {
      // guide: check-begin
      try (PreparedStatement update =
          connection.prepareStatement(
              "update report set body = ?, token = ? where name = 'nightly' and token <= ?")) {
        update.setString(1, report);
        update.setLong(2, token.value());
        update.setLong(3, token.value());
        if (update.executeUpdate() == 0) {
          throw new SupersededException("a holder after token " + token + " was here");
        }
      }
      // guide: check-end
    }
  }

  /** Sweeps until nothing is left or the lock is lost, and says how much was done. */
  static int sweep(LockTemplate locks, Deque<Runnable> parts) {
    int swept = 0;
    // guide: acquire-begin
    Optional<HeldLock> acquired = locks.tryAcquire("sweep", Duration.ofSeconds(30));
    if (acquired.isPresent()) {
      try (HeldLock held = acquired.get()) {
        while (held.isHeld() && !parts.isEmpty()) { // asks nobody: it looks at the clock
          parts.remove().run();
          swept++;
        }
      }
    }
    // guide: acquire-end
    return swept;
  }
}
