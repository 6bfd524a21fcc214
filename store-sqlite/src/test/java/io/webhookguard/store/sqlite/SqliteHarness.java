package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.TransactionalHarness;
import io.webhookguard.conformance.jdbc.DyingClient;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A fresh file for each test; clients and restarts are further stores on it. */
final class SqliteHarness implements TransactionalHarness {

  /** What the texts of the store's statements are called. */
  private static final Map<String, String> NAMES = names();

  private final Duration busyLimit;
  private final Path folder;
  private final MovedClock clock = new MovedClock();
  private final List<SqliteStore> opened = new ArrayList<>();
  private final CrashHook dyingWriters = new DyingWriters();
  private final Spoiling spoiling;
  private SqliteStore opener;
  private TransactionalStore store;
  private @Nullable SqliteStore neighbour;

  /**
   * A harness whose writes wait so long for each other: long where many threads write at once,
   * short where the kit waits it out.
   */
  SqliteHarness(Duration busyLimit) {
    this(busyLimit, Spoiling.NOTHING);
  }

  /** A harness whose stores are wrong in some way. */
  SqliteHarness(Duration busyLimit, Spoiling spoiling) {
    this.busyLimit = busyLimit;
    this.spoiling = spoiling;
    try {
      this.folder = Files.createTempDirectory("guard-sqlite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.opener = open();
    this.store = spoiling.store(opener);
  }

  private SqliteStore open() {
    return kept(
        SqliteStore.open(config(TablePrefix.DEFAULT), file -> spoiling.writer(file.openWriter())));
  }

  private SqliteConfig config(TablePrefix prefix) {
    return SqliteConfig.at(folder.resolve("guard.db"))
        .prefix(prefix)
        .clock(clock)
        .busyTimeout(busyLimit)
        .build();
  }

  private SqliteStore kept(SqliteStore another) {
    opened.add(another);
    return another;
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return spoiling.store(open());
  }

  /** In the same file, under another prefix. */
  @Override
  public GuardStore neighbour() {
    SqliteStore known = neighbour;
    if (known == null) {
      known = kept(SqliteStore.open(config(new TablePrefix("beside_"))));
      neighbour = known;
    }
    return known;
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
    return opener.userConnections();
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
    spoiling.processEnds();
    opener = open();
    store = spoiling.store(opener);
  }

  /** Writers die; readers hold nothing that a crash could leave half done. */
  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.of(dyingWriters);
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

  private final class DyingWriters implements CrashHook {

    private DyingClient newest = new DyingClient(1, SqliteHarness::nameOf);

    @Override
    public GuardStore clientDyingAt(int boundary) {
      DyingClient client = new DyingClient(boundary, SqliteHarness::nameOf);
      newest = client;
      SqliteStore dying =
          SqliteStore.open(
              config(TablePrefix.DEFAULT),
              file -> spoiling.writer(client.around(file.openWriter())));
      return spoiling.store(kept(dying));
    }

    @Override
    public Optional<String> death() {
      return newest.death();
    }
  }

  private static String nameOf(String sql) {
    return NAMES.getOrDefault(sql, sql);
  }

  private static Map<String, String> names() {
    List<SqliteStatement> own = List.of(SqliteStatement.values());
    StatementFiles files = StatementFiles.load(SqliteStore.class, TablePrefix.DEFAULT, own);
    return Stream.concat(own.stream(), Stream.of(SharedStatement.values()))
        .collect(Collectors.toMap(name -> files.get(name).jdbc(), StatementName::name));
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
