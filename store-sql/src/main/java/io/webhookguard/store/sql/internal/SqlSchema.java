package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.store.Migration;
import io.webhookguard.store.sql.TablePrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The tables of one dialect: their migrations, and the check that they fit this version.
 *
 * <p>Each migration writes its number into the guard's own {@code schema} table. So the check needs
 * no Flyway, and teams that run the printed DDL with a tool of their own pass it too.
 */
public final class SqlSchema {

  private static final String FOLDER = "migration/";

  private final Class<?> home;
  private final TablePrefix prefix;
  private final List<String> migrations;

  /**
   * The schema of a dialect.
   *
   * @param home the class beside whose file the folder of migrations is
   * @param migrations the files in that folder, in order; the last one's place is the version
   */
  public SqlSchema(Class<?> home, TablePrefix prefix, List<String> migrations) {
    this.home = home;
    this.prefix = prefix;
    this.migrations = List.copyOf(migrations);
  }

  /** The number of the newest migration that this version knows. */
  public int version() {
    return migrations.size();
  }

  /** All migrations as one text, for teams that run their own. */
  public String ddl() {
    StringBuilder text = new StringBuilder();
    for (String migration : migrations) {
      text.append("-- ").append(migration).append('\n');
      text.append(prefix.applyTo(StatementFiles.resource(home, FOLDER + migration))).append('\n');
    }
    return text.toString();
  }

  /** The version of the tables that are there, or nothing if there are none. */
  public OptionalInt installed(SqlReading reading, StatementFiles files) {
    return reading.read(
        handle -> {
          Optional<Integer> exists =
              handle
                  .createQuery(files.get(SharedStatement.SCHEMA_EXISTS).text())
                  .mapTo(Integer.class)
                  .findOne();
          return exists.isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(
                  handle
                      .createQuery(files.get(SharedStatement.SCHEMA_VERSION).text())
                      .mapTo(Integer.class)
                      .one());
        });
  }

  /**
   * Refuses tables that this version cannot use.
   *
   * @throws SchemaMismatchException if they are missing, older or newer
   */
  public void requireCurrent(SqlReading reading, StatementFiles files, String place) {
    requireCurrent(installed(reading, files), place);
  }

  private void requireCurrent(OptionalInt installed, String place) {
    if (installed.isEmpty()) {
      throw new SchemaMismatchException(
          place + " has no tables of the guard with prefix " + prefix + ": run migrate first");
    }
    if (installed.getAsInt() < version()) {
      throw new SchemaMismatchException(
          place
              + " has schema version "
              + installed.getAsInt()
              + ", this guard needs "
              + version()
              + ": run migrate");
    }
    if (installed.getAsInt() > version()) {
      throw new SchemaMismatchException(
          place
              + " has schema version "
              + installed.getAsInt()
              + ", this guard knows only "
              + version()
              + ": start a newer guard");
    }
  }

  /**
   * Applies the migrations that are missing, through Flyway.
   *
   * @param installed what {@link #installed} said
   * @throws ConfigurationException if Flyway is not on the class path
   */
  public void migrate(DataSource dataSource, OptionalInt installed) {
    try {
      FlywayRun.migrate(this, dataSource, installed.orElse(0));
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          "migrations need org.flywaydb:flyway-core on the class path, or run the printed DDL", e);
    }
  }

  /**
   * Applies the migrations that are missing, if any are. Where Flyway holds a lock of the server
   * while it migrates, nodes that start at once take turns.
   *
   * @throws SchemaMismatchException if the tables are newer
   */
  public Migration upgrade(
      SqlReading reading, StatementFiles files, DataSource dataSource, SqlFaults faults) {
    OptionalInt installed = installed(reading, files);
    if (installed.orElse(0) < version()) {
      try {
        migrate(dataSource, installed);
      } catch (RuntimeException e) {
        throw faults.nothingHappened(e);
      }
    }
    return since(installed, faults.place());
  }

  /**
   * What was done to tables that are no longer older than this version.
   *
   * @param before what {@link #installed} said before anything was done
   * @throws SchemaMismatchException if the tables are newer, so that nothing can be done
   */
  public Migration since(OptionalInt before, String place) {
    if (before.isEmpty()) {
      return new Migration.Created(version());
    }
    if (before.getAsInt() < version()) {
      return new Migration.Upgraded(before.getAsInt(), version());
    }
    requireCurrent(before, place);
    return new Migration.UpToDate(version());
  }

  /**
   * Apart, so that Flyway's classes are loaded only where they are used. A method of the class
   * around it that hands one of them on as a Throwable would make the verifier load them at once.
   */
  private static final class FlywayRun {

    private FlywayRun() {}

    /** Tables that another tool made have no history: it begins at the version they have. */
    static void migrate(SqlSchema schema, DataSource dataSource, int installed) {
      String folder = schema.home.getPackageName().replace('.', '/') + "/" + FOLDER;
      try {
        Flyway.configure(schema.home.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:" + folder)
            .table(schema.prefix + "schema_history")
            .placeholders(Map.of("prefix", schema.prefix.text()))
            .baselineOnMigrate(true)
            .baselineVersion(Integer.toString(installed))
            .load()
            .migrate();
      } catch (FlywayException e) {
        throw SqlFaults.cause(e)
            .<RuntimeException>map(SqlFailure::new)
            .orElseGet(() -> isUnknownDatabase(e) ? withoutDialect(e) : schema.misfit(e));
      }
    }

    /**
     * Flyway has a library for each kind of server, and no exception of its own for its absence.
     */
    private static boolean isUnknownDatabase(FlywayException failure) {
      return String.valueOf(failure.getMessage()).startsWith("Unsupported Database");
    }

    private static ConfigurationException withoutDialect(FlywayException cause) {
      return new ConfigurationException(
          "Flyway does not know this database: add org.flywaydb:flyway-database-postgresql or"
              + " org.flywaydb:flyway-mysql to the class path, or run the migrations yourself",
          cause);
    }
  }

  private SchemaMismatchException misfit(Exception cause) {
    return new SchemaMismatchException(
        "the migrations with prefix " + prefix + " do not fit the tables that are there", cause);
  }
}
