package io.webhookguard.store.postgres;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Empty tables on a real server for each test; clients and restarts are further stores on them. */
final class PostgresHarness implements TransactionalHarness {

  /** What the texts of the store's statements are called. */
  private static final Map<String, String> NAMES = names();

  private final TestDatabase database = TestDatabase.borrow();
  private final MovedClock clock = new MovedClock();
  private final DyingClients dying = new DyingClients();
  private TransactionalStore store = open(TablePrefix.DEFAULT, database.statements());
  private final GuardStore neighbour = open(TestDatabase.BESIDE, database.statements());

  private PostgresStore open(TablePrefix prefix, DataSource connections) {
    return PostgresStore.open(
        PostgresConfig.on(connections).prefix(prefix).clock(clock).migrateOnOpen(false).build());
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return open(TablePrefix.DEFAULT, database.statements());
  }

  /** In the same database, under another prefix. */
  @Override
  public GuardStore neighbour() {
    return neighbour;
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
    return database.transactions();
  }

  @Override
  public Writers writers() {
    return Writers.LOCK_ROWS;
  }

  @Override
  public Duration busyLimit() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void restart() {
    store = open(TablePrefix.DEFAULT, database.statements());
  }

  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.of(dying);
  }

  @Override
  public void close() {
    database.giveBack();
  }

  private final class DyingClients implements CrashHook {

    private DyingClient newest = new DyingClient(1, PostgresHarness::nameOf);

    @Override
    public GuardStore clientDyingAt(int boundary) {
      DyingClient client = new DyingClient(boundary, PostgresHarness::nameOf);
      newest = client;
      return PostgresStore.withoutLooking(
          PostgresConfig.on(client.around(database.statements())).clock(clock).build());
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
    StatementFiles files = PostgresStore.statements(TablePrefix.DEFAULT);
    return Stream.<StatementName>concat(
            Stream.of(PostgresStatement.values()), Stream.of(SharedStatement.values()))
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
