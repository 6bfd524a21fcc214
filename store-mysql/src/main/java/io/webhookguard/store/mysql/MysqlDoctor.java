package io.webhookguard.store.mysql;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.Judged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Examines a MySQL server: what a commit on it survives, whether it is the primary, and its clock.
 *
 * <p>The level is that of the weakest finding.
 */
final class MysqlDoctor implements StoreDoctor {

  private final Connections connections;
  private final TablePrefix prefix;

  MysqlDoctor(Connections connections, TablePrefix prefix) {
    this.connections = connections;
    this.prefix = prefix;
  }

  @Override
  public Diagnosis examine() {
    ServerSettings settings = ServerSettings.of(connections);
    boolean replicated = connections.look(MysqlDoctor::hasReplica);
    Instant now = connections.look(this::now);
    List<Judged> judged = new ArrayList<>(judge(settings, replicated));
    judged.add(
        Judged.clock(
            connections.clock(),
            "the server",
            now,
            connections.read(handle -> Judged.newestEntry(handle, prefix))));
    return Judged.diagnosis(settings.product(), DurabilityLevel.DURABLE_HA, now, judged);
  }

  /** What the settings are worth; apart from the server, so that each can be tried. */
  static List<Judged> judge(ServerSettings settings, boolean replicated) {
    return List.of(
        version(settings),
        role(settings),
        isolation(settings),
        mode(settings),
        redoLog(settings),
        binaryLog(settings),
        doublewrite(settings),
        replication(settings, replicated));
  }

  private static Judged version(ServerSettings settings) {
    return settings.isNewEnough()
        ? Judged.good("version", settings.value("version"))
        : Judged.bad(
            "version",
            settings.value("version"),
            DurabilityLevel.VOLATILE,
            "use MySQL 8.0.16 or newer");
  }

  private static Judged role(ServerSettings settings) {
    return settings.isReadOnly()
        ? Judged.bad(
            "role",
            "read-only",
            DurabilityLevel.VOLATILE,
            "connect to the primary: claims are made there")
        : Judged.good("role", "primary");
  }

  private static Judged isolation(ServerSettings settings) {
    return settings.refusesReadCommitted()
        ? Judged.bad(
            "binlog_format",
            settings.value("binlog_format"),
            DurabilityLevel.VOLATILE,
            "set binlog_format = ROW: the guard's transactions are READ COMMITTED")
        : Judged.good("isolation", "READ COMMITTED, said by each transaction");
  }

  private static Judged mode(ServerSettings settings) {
    return settings.isStrict()
        ? Judged.good("sql_mode", "strict")
        : Judged.bad(
            "sql_mode",
            settings.value("sql_mode"),
            DurabilityLevel.VOLATILE,
            "add STRICT_TRANS_TABLES: without it values are cut");
  }

  private static Judged redoLog(ServerSettings settings) {
    String value = settings.value("innodb_flush_log_at_trx_commit");
    return value.equals("1")
        ? Judged.good("innodb_flush_log_at_trx_commit", value)
        : Judged.bad(
            "innodb_flush_log_at_trx_commit",
            value,
            DurabilityLevel.WINDOW_LOSSY,
            "set it to 1: now a crash loses the commits of the last second");
  }

  /** Recovery rolls back what is in the redo log and not in a binary log that is on. */
  private static Judged binaryLog(ServerSettings settings) {
    String value = settings.value("sync_binlog");
    return !settings.isOn("log_bin") || value.equals("1")
        ? Judged.good("sync_binlog", settings.isOn("log_bin") ? value : "no binary log")
        : Judged.bad(
            "sync_binlog",
            value,
            DurabilityLevel.PREFIX_LOSSY,
            "set it to 1: now a crash of the machine loses the last commits");
  }

  private static Judged doublewrite(ServerSettings settings) {
    String value = settings.value("innodb_doublewrite");
    return value.equals("OFF") || value.equals("0") || value.equals("DETECT_ONLY")
        ? Judged.bad(
            "innodb_doublewrite",
            value,
            DurabilityLevel.PREFIX_LOSSY,
            "set it to ON, unless the file system never tears a page")
        : Judged.good("innodb_doublewrite", value);
  }

  private static Judged replication(ServerSettings settings, boolean replicated) {
    boolean waits =
        settings.isOn("rpl_semi_sync_source_enabled")
            || settings.isOn("rpl_semi_sync_master_enabled");
    if (!replicated) {
      return new Judged(
          new Finding("replication", "no replica", true, ""), DurabilityLevel.DURABLE);
    }
    // A commit stops waiting for a replica after a while and goes on alone.
    return new Judged(
        new Finding("replication", waits ? "semi-synchronous" : "asynchronous", true, ""),
        DurabilityLevel.FAILOVER_LOSSY);
  }

  private static boolean hasReplica(HotStatements statements) {
    return statements
        .call(MysqlStatement.COUNT_REPLICAS)
        .first(row -> row.number("replicas") > 0)
        .orElseThrow();
  }

  private Instant now(HotStatements statements) {
    return statements
        .call(MysqlStatement.NOW)
        .bind("now", connections.clock().givenMillis())
        .first(row -> row.time("now"))
        .orElseThrow();
  }
}
