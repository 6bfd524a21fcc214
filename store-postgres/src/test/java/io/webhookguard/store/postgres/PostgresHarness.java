package io.webhookguard.store.postgres;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.conformance.jdbc.DyingClient;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.stores.DyingClients;
import io.webhookguard.testsupport.stores.MovedClock;
import io.webhookguard.testsupport.stores.SqlHarness;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Empty tables on a real server for each test; clients and restarts are further stores on them. */
final class PostgresHarness implements SqlHarness {

  private final TestDatabase database = TestDatabase.borrow();
  private final MovedClock clock = new MovedClock();
  private final DyingClients dying =
      new DyingClients(
          PostgresStore.statements(TablePrefix.DEFAULT),
          List.of(PostgresStatement.values()),
          this::dying);
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
  public MovedClock clock() {
    return clock;
  }

  @Override
  public DyingClients dyingClients() {
    return dying;
  }

  @Override
  public void close() {
    database.giveBack();
  }

  private GuardStore dying(DyingClient client) {
    return PostgresStore.withoutLooking(
        PostgresConfig.on(client.around(database.statements())).clock(clock).build());
  }
}
