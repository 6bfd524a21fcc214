package io.webhookguard.store.mysql;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Empty tables for each test; clients and restarts are further stores on them. */
final class MysqlHarness implements TransactionalHarness {

  /** What the texts of the store's statements are called. */
  private static final Map<String, String> NAMES = names();

  private final TestDatabase database = TestDatabase.get();
  private final MovedClock clock = new MovedClock();
  private final CrashHook dyingClients = new DyingClients();
  private final Spoiling spoiling;
  private TransactionalStore store;

  MysqlHarness() {
    this(Spoiling.NOTHING);
  }

  /** A harness whose stores are wrong in some way. */
  MysqlHarness(Spoiling spoiling) {
    this.spoiling = spoiling;
    database.empty();
    this.store = on(database.pooled());
  }

  private TransactionalStore on(DataSource source) {
    return spoiling.store(
        MysqlStore.withoutLooking(config(spoiling.source(source), TablePrefix.DEFAULT)));
  }

  private MysqlConfig config(DataSource source, TablePrefix prefix) {
    return MysqlConfig.on(source).prefix(prefix).clock(clock).build();
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return on(database.pooledElsewhere());
  }

  /** In the same database, under another prefix. */
  @Override
  public GuardStore neighbour() {
    return MysqlStore.withoutLooking(config(database.pooled(), TestDatabase.BESIDE));
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
    return database.pooled();
  }

  @Override
  public Writers writers() {
    return Writers.LOCK_ROWS;
  }

  @Override
  public Duration busyLimit() {
    return Duration.ofSeconds(1);
  }

  /** What is kept is in the server; a client has nothing to lose. */
  @Override
  public void restart() {
    store = on(database.pooled());
  }

  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.of(dyingClients);
  }

  @Override
  public void close() {}

  private final class DyingClients implements CrashHook {

    private DyingClient newest = new DyingClient(1, MysqlHarness::nameOf);

    @Override
    public GuardStore clientDyingAt(int boundary) {
      newest = new DyingClient(boundary, MysqlHarness::nameOf);
      return on(newest.around(database.unpooled()));
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
    StatementFiles files = MysqlStore.statements(TablePrefix.DEFAULT);
    return Stream.concat(
            List.of(MysqlStatement.values()).stream(), Stream.of(SharedStatement.values()))
        .collect(
            Collectors.toMap(
                name -> files.get(name).jdbc(), StatementName::name, (one, other) -> one));
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
