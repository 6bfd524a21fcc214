package io.webhookguard.store.mysql;

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

/** Empty tables for each test; clients and restarts are further stores on them. */
final class MysqlHarness implements SqlHarness {

  private final TestDatabase database = TestDatabase.get();
  private final MovedClock clock = new MovedClock();
  private final DyingClients dying =
      new DyingClients(
          MysqlStore.statements(TablePrefix.DEFAULT),
          List.of(MysqlStatement.values()),
          this::dying);
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
  public MovedClock clock() {
    return clock;
  }

  @Override
  public DyingClients dyingClients() {
    return dying;
  }

  @Override
  public void close() {}

  private GuardStore dying(DyingClient client) {
    return on(client.around(database.unpooled()));
  }
}
