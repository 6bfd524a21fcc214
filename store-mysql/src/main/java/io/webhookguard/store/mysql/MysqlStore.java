package io.webhookguard.store.mysql;

import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Migration;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.ServerConfig;
import io.webhookguard.store.sql.internal.SqlEventStore;
import io.webhookguard.store.sql.internal.SqlFaults;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.SqlSchema;
import io.webhookguard.store.sql.internal.SqlSeals;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The store in MySQL 8.0.16 or newer, with InnoDB.
 *
 * <p><b>What it guarantees.</b> All rules of {@code docs/contract.md}. Each call that writes is one
 * transaction, so one commit, and a number of round trips that does not grow with its batch (but
 * for one more per 4 MiB of payloads). What was answered is as durable as the server's settings
 * make a commit: its doctor reads them.
 *
 * <p><b>What it needs.</b> The primary, never a replica that is read; a strict SQL mode, so that
 * nothing is cut; no binary log in statement format, which cannot be written under READ COMMITTED.
 * A transaction of a user's may stay open as long as it likes: it holds up its own event and the
 * readers of the whole ledger, and nothing else.
 *
 * <p>MariaDB from 10.6 on understands the same statements; it is not a target of its own.
 *
 * <p>Times have the precision of one millisecond.
 */
public final class MysqlStore implements TransactionalStore {

  /** The migrations of this dialect, in order. */
  static final List<String> MIGRATIONS = List.of("V1__first_schema.sql", "V2__seals.sql");

  private final Source source;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;
  private final StoreDoctor doctor;
  private final TransactionalEventStore transactions;

  /** Where connections come from. */
  private record Source(DataSource connections, boolean ours) {

    static Source of(MysqlConfig config) {
      return config
          .server()
          .dataSource()
          .map(given -> new Source(given, false))
          .orElseGet(() -> ServerConfig.withPools(() -> new Source(MysqlPool.open(config), true)));
    }

    void close() {
      if (ours) {
        ((HikariDataSource) connections).close();
      }
    }
  }

  private MysqlStore(MysqlConfig config, Source source) {
    Connections connections = connections(config, source);
    SqlReads reads = new SqlReads(connections, connections.files(), StoredKey::of);
    this.source = source;
    this.events = events(connections, reads);
    this.ledger = new MysqlLedger(connections, reads);
    this.seals =
        new SqlSeals(
            connections,
            work -> connections.write(session -> work.applyAsInt(session::call)),
            connections.files());
    this.steps = new MysqlSteps(connections, reads);
    this.lock = new MysqlLock(connections);
    this.doctor = new MysqlDoctor(connections, config.prefix());
    this.transactions = new MysqlTransactions(connections);
  }

  private static EventStore events(Connections connections, SqlReads reads) {
    Claims claims = new Claims(connections);
    return new SqlEventStore(
        reads,
        new SqlEventStore.Writes(
            new Admissions(connections)::admit,
            claims::claim,
            new Settlements(connections)::settle,
            claims::renew,
            new Recoveries(connections)::recover,
            new Interventions(connections, reads)::intervene,
            new Purge(connections)::purge));
  }

  private static Connections connections(MysqlConfig config, Source source) {
    return new Connections(
        source.connections(),
        statements(config.prefix()),
        new StoreClock(config.clock()),
        faults(config),
        config.random());
  }

  private static SqlFaults faults(MysqlConfig config) {
    return new SqlFaults(MysqlFaults::classify, config.server().place());
  }

  /**
   * Says at once what is wrong with the address or the login; a pool would say it when it is late.
   */
  private static void requireReachable(MysqlConfig config) {
    try {
      config.server().tryOnce(config.connectTimeout());
    } catch (SQLException e) {
      throw faults(config).nothingHappened(e);
    }
  }

  /**
   * Opens the store, and creates or upgrades its tables if the configuration allows it.
   *
   * @throws ConfigurationException if the database cannot be used: wrong password, no such
   *     database, rights that are missing, a replica, or settings under which it would lie
   * @throws SchemaMismatchException if the tables are missing, older or newer and must not be
   *     migrated
   * @throws StoreUnavailableException if the server does not answer
   */
  public static MysqlStore open(MysqlConfig config) {
    requireReachable(config);
    Source source = Source.of(config);
    boolean open = false;
    try {
      Connections connections = connections(config, source);
      ServerSettings.of(connections).requireUsable(config.server().place());
      if (config.migrateOnOpen()) {
        migrate(config, source, connections);
      }
      schema(config.prefix())
          .requireCurrent(connections, connections.files(), config.server().place());
      MysqlStore store = new MysqlStore(config, source);
      open = true;
      return store;
    } finally {
      if (!open) {
        source.close();
      }
    }
  }

  /** A store on tables that are known to be right; for tests whose connections die. */
  static MysqlStore withoutLooking(MysqlConfig config) {
    return new MysqlStore(config, Source.of(config));
  }

  /**
   * Creates the tables, or applies the migrations that are missing. Needs Flyway.
   *
   * @throws SchemaMismatchException if the tables are newer than this version
   */
  public static Migration migrate(MysqlConfig config) {
    requireReachable(config);
    Source source = Source.of(config);
    try {
      Connections connections = connections(config, source);
      ServerSettings.of(connections).requireUsable(config.server().place());
      return migrate(config, source, connections);
    } finally {
      source.close();
    }
  }

  /** The DDL of all migrations as one text, for teams that run their own. */
  public static String ddl(TablePrefix prefix) {
    return schema(prefix).ddl();
  }

  private static SqlSchema schema(TablePrefix prefix) {
    return new SqlSchema(MysqlStore.class, prefix, MIGRATIONS);
  }

  static StatementFiles statements(TablePrefix prefix) {
    return StatementFiles.load(MysqlStore.class, prefix, List.of(MysqlStatement.values()));
  }

  private static Migration migrate(MysqlConfig config, Source source, Connections connections) {
    return schema(config.prefix())
        .upgrade(connections, connections.files(), source.connections(), connections.faults());
  }

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public Seals seals() {
    return seals;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public StoreDoctor doctor() {
    return doctor;
  }

  @Override
  public TransactionalEventStore transactions() {
    return transactions;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.LANES,
        Capability.USER_TRANSACTIONS,
        Capability.STEPS_BESIDE_TRANSACTIONS,
        Capability.SHARED,
        Capability.PERSISTENT);
  }

  /** Closes the pool that the store opened itself. */
  @Override
  public void close() {
    source.close();
  }
}
