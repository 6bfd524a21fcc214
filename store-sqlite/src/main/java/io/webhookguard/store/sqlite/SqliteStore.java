package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
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
import io.webhookguard.store.sql.internal.SqlEventStore;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.SqlSchema;
import io.webhookguard.store.sql.internal.SqlSeals;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The store in one SQLite file on one machine: nothing to install.
 *
 * <p><b>What it guarantees.</b> All rules of {@code docs/contract.md}. What was answered survives a
 * crash of the process and of the machine, as far as the disk honours a sync: every answered write
 * is a commit in the write-ahead log with full sync; a batch is one commit. Several processes of
 * one machine may open the same file.
 *
 * <p><b>What it does not.</b> A file has one writer at a time. A process that is stopped inside a
 * write, or a handler that stays long in its transaction, holds up all other writers, which give up
 * after the busy timeout with {@link StoreUnavailableException}. The file must be on a local disk.
 *
 * <p>Times have the precision of one millisecond.
 */
public final class SqliteStore implements TransactionalStore {

  /** The migrations of this dialect, in order. */
  static final List<String> MIGRATIONS = List.of("V1__first_schema.sql", "V2__seals.sql");

  /** How often a migration is tried that another process may be making at the same time. */
  private static final int MIGRATION_TRIES = 8;

  private final SqliteFile file;
  private final SqliteWriter writer;
  private final SqliteReaders readers;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;
  private final StoreDoctor doctor;
  private final TransactionalEventStore transactions;

  private SqliteStore(SqliteConfig config, SqliteFile file, WriterSource source) {
    StatementFiles files = statements(config.prefix());
    StoreClock clock = new StoreClock(config.clock());
    this.file = file;
    this.writer =
        new SqliteWriter(file, () -> source.open(file), files, clock, config.busyTimeout());
    this.readers = new SqliteReaders(file, config.readers(), config.busyTimeout());
    SqlReads reads = new SqlReads(readers, files, key -> key.digest().toByteArray());
    this.events = events(writer, reads);
    this.ledger = new SqliteLedger(writer, reads);
    this.seals =
        new SqlSeals(
            readers, work -> writer.write(session -> work.applyAsInt(session::call)), files);
    this.steps = new SqliteSteps(writer, reads);
    this.lock = new SqliteLock(writer);
    this.doctor = new SqliteDoctor(file, readers, clock, config.prefix());
    this.transactions = new SqliteTransactions(writer, files, clock, file.faults());
  }

  private static EventStore events(SqliteWriter writer, SqlReads reads) {
    Claims claims = new Claims(writer);
    return new SqlEventStore(
        reads,
        new SqlEventStore.Writes(
            new Admissions(writer, reads)::admit,
            claims::claim,
            new Settlements(writer)::settle,
            claims::renew,
            claims::recover,
            new Interventions(writer)::intervene,
            new Purge(writer)::purge));
  }

  /**
   * Opens the store, and creates the file and its tables if the configuration allows it.
   *
   * @throws ConfigurationException if the file cannot be used: its folder is missing, the rights
   *     are wrong, or it is no SQLite database
   * @throws CorruptStateException if SQLite says that the file is damaged
   * @throws SchemaMismatchException if the tables are missing, older or newer and must not be
   *     migrated
   * @throws StoreUnavailableException if another process holds the file for too long
   */
  public static SqliteStore open(SqliteConfig config) {
    return open(config, SqliteFile::openWriter);
  }

  /** Opens the connection for writing; tests put faults in. */
  @FunctionalInterface
  interface WriterSource {
    Connection open(SqliteFile file) throws SQLException;
  }

  static SqliteStore open(SqliteConfig config, WriterSource source) {
    SqliteFile file = new SqliteFile(config);
    file.requireUsable(config.migrateOnOpen());
    file.requireWriteAheadLog();
    prepareSchema(config, file);
    return new SqliteStore(config, file, source);
  }

  /**
   * Creates the file if it is missing, and applies the migrations that are. Needs Flyway.
   *
   * @throws SchemaMismatchException if the tables are newer than this version
   */
  public static Migration migrate(SqliteConfig config) {
    SqliteFile file = new SqliteFile(config);
    file.requireUsable(true);
    file.requireWriteAheadLog();
    try (SqliteReaders readers = new SqliteReaders(file, 1, config.busyTimeout())) {
      return migrate(config, file, readers);
    }
  }

  /** The DDL of all migrations as one text, for teams that run their own. */
  public static String ddl(TablePrefix prefix) {
    return schema(prefix).ddl();
  }

  private static SqlSchema schema(TablePrefix prefix) {
    return new SqlSchema(SqliteStore.class, prefix, MIGRATIONS);
  }

  static StatementFiles statements(TablePrefix prefix) {
    return StatementFiles.load(SqliteStore.class, prefix, List.of(SqliteStatement.values()));
  }

  private static void prepareSchema(SqliteConfig config, SqliteFile file) {
    try (SqliteReaders readers = new SqliteReaders(file, 1, config.busyTimeout())) {
      if (config.migrateOnOpen()) {
        migrate(config, file, readers);
      }
      schema(config.prefix()).requireCurrent(readers, statements(config.prefix()), place(config));
    }
  }

  /**
   * Flyway does not keep two processes from migrating one SQLite file at once. Each migration is a
   * transaction, so the one that comes second fails and changes nothing: it looks again.
   */
  private static Migration migrate(SqliteConfig config, SqliteFile file, SqliteReaders readers) {
    SqlSchema schema = schema(config.prefix());
    StatementFiles files = statements(config.prefix());
    OptionalInt before = schema.installed(readers, files);
    OptionalInt installed = before;
    for (int tries = 1; installed.orElse(0) < schema.version(); tries++) {
      try {
        schema.migrate(file.forMigrations(), installed);
      } catch (SqlFailure e) {
        if (tries == MIGRATION_TRIES) {
          throw file.faults().nothingHappened(e.failure());
        }
      }
      installed = schema.installed(readers, files);
    }
    return schema.since(before, place(config));
  }

  private static String place(SqliteConfig config) {
    return "SQLite file " + config.file();
  }

  @Override
  public String name() {
    return "sqlite";
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
        Capability.LANES, Capability.USER_TRANSACTIONS, Capability.SHARED, Capability.PERSISTENT);
  }

  /**
   * Connections to the same file for transactions of the user's own, with the store's settings. A
   * transaction takes the write lock when auto-commit is turned off. The driver begins the next one
   * right behind a commit: turn auto-commit on again, or close the connection, without delay. If
   * another writer was quicker, a commit that happened reports "busy" for the one it begins; what
   * it settled can be asked with {@link EventStore#find}.
   */
  public DataSource userConnections() {
    return file.forUsers();
  }

  /** Closes all connections. A write that is under way ends first. */
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
