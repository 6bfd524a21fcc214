package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.conformance.TransactionalHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A fresh file for each test; clients and restarts are further stores on it. */
final class SqliteHarness implements TransactionalHarness {

  private final Duration busyLimit;
  private final Path folder;
  private final MovedClock clock = new MovedClock();
  private final List<SqliteStore> opened = new ArrayList<>();
  private SqliteStore store;

  /**
   * A harness whose writes wait so long for each other: long where many threads write at once,
   * short where the kit waits it out.
   */
  SqliteHarness(Duration busyLimit) {
    this.busyLimit = busyLimit;
    try {
      this.folder = Files.createTempDirectory("guard-sqlite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.store = open();
  }

  private SqliteStore open() {
    SqliteStore another =
        SqliteStore.open(
            SqliteConfig.at(folder.resolve("guard.db"))
                .clock(clock)
                .busyTimeout(busyLimit)
                .build());
    opened.add(another);
    return another;
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return open();
  }

  @Override
  public void advance(Duration by) {
    clock.move(by);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.LANES, Capability.USER_TRANSACTIONS, Capability.SHARED, Capability.PERSISTENT);
  }

  @Override
  public Duration precision() {
    return Duration.ofMillis(1);
  }

  @Override
  public DataSource users() {
    return store.userConnections();
  }

  @Override
  public Writers writers() {
    return Writers.TAKE_TURNS;
  }

  @Override
  public Duration busyLimit() {
    return busyLimit;
  }

  /** The old store stays open: a process that is killed closes nothing either. */
  @Override
  public void restart() {
    store = open();
  }

  @Override
  public void close() {
    opened.forEach(SqliteStore::close);
    opened.clear();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stands still but for {@link #move}. */
  private static final class MovedClock implements InstantSource {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant instant() {
      return now;
    }

    synchronized void move(Duration by) {
      now = now.plus(by);
    }
  }
}
