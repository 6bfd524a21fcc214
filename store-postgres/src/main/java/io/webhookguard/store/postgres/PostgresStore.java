package io.webhookguard.store.postgres;

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
import org.jdbi.v3.core.Handle;

/**
 * The store in PostgreSQL, version 13 or newer.
 *
 * <p><b>What it guarantees.</b> All rules of {@code docs/contract.md}. Each call of the hot path is
 * one statement, so one round trip and one commit, whatever the size of its batch. What was
 * answered is as durable as the server's settings make a commit: its doctor reads them.
 *
 * <p><b>What it needs.</b> The primary, never a standby that is read. A transaction of a user's may
 * stay open as long as it likes: it holds up its own event, and nothing else.
 *
 * <p>Times have the precision of one millisecond.
 */
public final class PostgresStore implements TransactionalStore {

  /** The migrations of this dialect, in order. */
  static final List<String> MIGRATIONS = List.of("V1__first_schema.sql", "V2__seals.sql");

  private final Connections connections;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;
  private final StoreDoctor doctor;
  private final TransactionalEventStore transactions;

  /** Where connections come from. */
  private record Connections(DataSource statements, DataSource transactions, boolean ours) {

    static Connections of(PostgresConfig config) {
      return config
          .server()
          .dataSource()
          .map(given -> new Connections(given, given, false))
          .orElseGet(() -> ServerConfig.withPools(() -> pools(config)));
    }

    private static Connections pools(PostgresConfig config) {
      return new Connections(
          PostgresPool.forStatements(config), PostgresPool.forTransactions(config), true);
    }

    void close() {
      if (ours) {
        ((HikariDataSource) statements).close();
        ((HikariDataSource) transactions).close();
      }
    }
  }

  private PostgresStore(PostgresConfig config, Connections connections) {
    StatementFiles files = statements(config.prefix());
    StoreClock clock = new StoreClock(config.clock());
    SqlFaults faults = faults(config);
    PostgresDatabase database = new PostgresDatabase(connections.statements(), files, faults);
    PostgresDatabase shared = new PostgresDatabase(connections.transactions(), files, faults);
    SqlReads reads = new SqlReads(database, files, StoredKey::of);
    this.connections = connections;
    this.events = events(database, reads, clock);
    this.ledger = new PostgresLedger(database, reads, clock);
    this.seals =
        new SqlSeals(
            database,
            work -> database.write(statements -> work.applyAsInt(statements::call)),
            files);
    this.steps = new PostgresSteps(database, reads);
    this.lock = new PostgresLock(database, clock);
    this.doctor = new PostgresDoctor(database, files, clock, config.prefix());
    this.transactions = new PostgresTransactions(shared, files, clock);
  }

  private static EventStore events(PostgresDatabase database, SqlReads reads, StoreClock clock) {
    Claims claims = new Claims(database, reads, clock);
    return new SqlEventStore(
        reads,
        new SqlEventStore.Writes(
            new Admissions(database, reads, clock)::admit,
            claims::claim,
            new Settlements(database, clock)::settle,
            claims::renew,
            claims::recover,
            new Interventions(database, clock)::intervene,
            new Purge(database, clock)::purge));
  }

  /**
   * Opens the store, and creates or upgrades its tables if the configuration allows it.
   *
   * @throws ConfigurationException if the database cannot be used: wrong password, no such
   *     database, rights that are missing, or a standby
   * @throws SchemaMismatchException if the tables are missing, older or newer and must not be
   *     migrated
   * @throws StoreUnavailableException if the server does not answer
   */
  public static PostgresStore open(PostgresConfig config) {
    requireReachable(config);
    Connections connections = Connections.of(config);
    boolean open = false;
    try {
      prepareSchema(config, connections);
      PostgresStore store = new PostgresStore(config, connections);
      open = true;
      return store;
    } finally {
      if (!open) {
        connections.close();
      }
    }
  }

  /** A store on tables that are known to be right; for tests whose connections die. */
  static PostgresStore withoutLooking(PostgresConfig config) {
    return new PostgresStore(config, Connections.of(config));
  }

  /**
   * Creates the tables, or applies the migrations that are missing. Needs Flyway.
   *
   * @throws SchemaMismatchException if the tables are newer than this version
   */
  public static Migration migrate(PostgresConfig config) {
    requireReachable(config);
    Connections connections = Connections.of(config);
    try {
      return migrate(config, connections);
    } finally {
      connections.close();
    }
  }

  /** The DDL of all migrations as one text, for teams that run their own. */
  public static String ddl(TablePrefix prefix) {
    return schema(prefix).ddl();
  }

  private static SqlSchema schema(TablePrefix prefix) {
    return new SqlSchema(PostgresStore.class, prefix, MIGRATIONS);
  }

  static StatementFiles statements(TablePrefix prefix) {
    return StatementFiles.load(PostgresStore.class, prefix, List.of(PostgresStatement.values()));
  }

  private static SqlFaults faults(PostgresConfig config) {
    return new SqlFaults(PostgresFaults::classify, config.server().place());
  }

  /**
   * Says at once what is wrong with the address or the login; a pool would say it when it is late.
   */
  private static void requireReachable(PostgresConfig config) {
    try {
      config.server().tryOnce(config.connectTimeout());
    } catch (SQLException e) {
      if (!PostgresFaults.isStarting(e)) {
        throw faults(config).nothingHappened(e);
      }
    }
  }

  private static void prepareSchema(PostgresConfig config, Connections connections) {
    requireWritable(config, connections);
    if (config.migrateOnOpen()) {
      migrate(config, connections);
    }
    schema(config.prefix())
        .requireCurrent(
            looking(config, connections), statements(config.prefix()), config.server().place());
  }

  /** A standby, or a schema that is not there, would show itself only at the first event. */
  private static void requireWritable(PostgresConfig config, Connections connections) {
    Session session = looking(config, connections).read(Session::of);
    if (!session.hasSchema()) {
      throw new ConfigurationException(
          config.server().place()
              + " has no schema of the search path: create schema, or name another one with"
              + " currentSchema in the URL");
    }
    if (session.readOnly()) {
      throw new ConfigurationException(
          config.server().place()
              + " cannot be written: connect to the primary, with sessions that write");
    }
  }

  /** What a new session of the store may do. */
  private record Session(boolean hasSchema, boolean readOnly) {

    static Session of(Handle handle) {
      return handle
          .createQuery(statements(TablePrefix.DEFAULT).get(PostgresStatement.SESSION).text())
          .map(
              (row, context) ->
                  new Session(row.getBoolean("has_schema"), row.getBoolean("read_only")))
          .one();
    }
  }

  private static PostgresDatabase looking(PostgresConfig config, Connections connections) {
    return new PostgresDatabase(
        connections.transactions(), statements(config.prefix()), faults(config));
  }

  private static Migration migrate(PostgresConfig config, Connections connections) {
    return schema(config.prefix())
        .upgrade(
            looking(config, connections),
            statements(config.prefix()),
            connections.transactions(),
            faults(config));
  }

  @Override
  public String name() {
    return "postgres";
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

  /** Closes the pools that the store opened itself. */
  @Override
  public void close() {
    connections.close();
  }
}
