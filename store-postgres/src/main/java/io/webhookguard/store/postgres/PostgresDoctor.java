package io.webhookguard.store.postgres;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.Judged;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Examines a PostgreSQL server: what a commit on it survives, whether it is the primary, whether
 * the hot statements have plans that do not grow with the tables, and its clock.
 */
final class PostgresDoctor implements StoreDoctor {

  private static final Set<String> WAITS_FOR_DISK =
      Set.of("on", "local", "remote_write", "remote_apply");
  private static final Set<String> WAITS_FOR_STANDBY = Set.of("on", "remote_apply");
  private static final int OLDEST_VERSION = 130_000;

  private final PostgresDatabase database;
  private final StatementFiles files;
  private final StoreClock clock;
  private final TablePrefix prefix;

  PostgresDoctor(
      PostgresDatabase database, StatementFiles files, StoreClock clock, TablePrefix prefix) {
    this.database = database;
    this.files = files;
    this.clock = clock;
    this.prefix = prefix;
  }

  @Override
  public Diagnosis examine() {
    return database.read(this::examine);
  }

  private Diagnosis examine(Handle handle) {
    List<Judged> judged = new ArrayList<>();
    judged.add(version(setting(handle, "server_version_num")));
    judged.add(role(handle));
    judged.add(fsync(setting(handle, "fsync")));
    judged.add(fullPages(setting(handle, "full_page_writes")));
    judged.add(commit(handle));
    judged.add(plans(handle));
    Instant now = now(handle);
    judged.add(Judged.clock(clock, "the server", now, Judged.newestEntry(handle, prefix)));
    return Judged.diagnosis(
        "PostgreSQL " + setting(handle, "server_version"), DurabilityLevel.DURABLE_HA, now, judged);
  }

  private static Judged version(String number) {
    return Integer.parseInt(number) >= OLDEST_VERSION
        ? Judged.good("server_version_num", number)
        : Judged.bad(
            "server_version_num", number, DurabilityLevel.VOLATILE, "use PostgreSQL 13 or newer");
  }

  private static Judged role(Handle handle) {
    boolean standby = handle.createQuery("select pg_is_in_recovery()").mapTo(Boolean.class).one();
    return standby
        ? Judged.bad(
            "role",
            "standby",
            DurabilityLevel.VOLATILE,
            "connect to the primary: claims are made there")
        : Judged.good("role", "primary");
  }

  private static Judged fsync(String value) {
    return value.equals("on")
        ? Judged.good("fsync", value)
        : Judged.bad(
            "fsync",
            value,
            DurabilityLevel.VOLATILE,
            "set fsync = on: without it a crash of the machine can destroy the database");
  }

  private static Judged fullPages(String value) {
    return value.equals("on")
        ? Judged.good("full_page_writes", value)
        : Judged.bad(
            "full_page_writes",
            value,
            DurabilityLevel.PREFIX_LOSSY,
            "set full_page_writes = on, unless the file system never tears a page");
  }

  private static Judged commit(Handle handle) {
    String value = setting(handle, "synchronous_commit");
    if (!WAITS_FOR_DISK.contains(value)) {
      return Judged.bad(
          "synchronous_commit",
          value,
          DurabilityLevel.PREFIX_LOSSY,
          "set synchronous_commit = on for the guard's role: now a crash loses the last commits");
    }
    boolean standby = !setting(handle, "synchronous_standby_names").isEmpty();
    if (standby && WAITS_FOR_STANDBY.contains(value)) {
      return Judged.good("synchronous_commit", value + ", with a synchronous standby");
    }
    return new Judged(
        new Finding("synchronous_commit", value + ", no synchronous standby", true, ""),
        hasStandby(handle) ? DurabilityLevel.FAILOVER_LOSSY : DurabilityLevel.DURABLE);
  }

  private static boolean hasStandby(Handle handle) {
    return handle.createQuery("select count(*) from pg_stat_replication").mapTo(Integer.class).one()
        > 0;
  }

  private Judged plans(Handle handle) {
    List<String> wrong = new PlanCheck(files, prefix).wrong(handle);
    return wrong.isEmpty()
        ? Judged.good("plans", "by index")
        : Judged.bad(
            "plans",
            "whole tables are read by " + String.join(", ", wrong),
            DurabilityLevel.DURABLE_HA,
            "let the guard open its own connections, or set enable_seqscan = off,"
                + " enable_hashjoin = off and enable_mergejoin = off for its role");
  }

  private Instant now(Handle handle) {
    return handle
        .createQuery(files.get(PostgresStatement.NOW).text())
        .bind("now", clock.givenMillis())
        .mapTo(Long.class)
        .map(Instant::ofEpochMilli)
        .one();
  }

  private static String setting(Handle handle, String name) {
    return handle
        .createQuery("select current_setting(:name)")
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }
}
