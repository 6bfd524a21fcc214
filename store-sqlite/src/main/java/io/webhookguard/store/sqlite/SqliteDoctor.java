package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.Judged;
import io.webhookguard.store.sql.internal.SqlReading;
import io.webhookguard.store.sql.internal.StoreClock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Examines a database file.
 *
 * <p>The level is that of the weakest finding: without a write-ahead log and full sync, or on a
 * file system that forgets or is shared over a network, less than what was acknowledged survives.
 */
final class SqliteDoctor implements StoreDoctor {

  /** A quick check reads the whole file; above this size it is left to a person. */
  private static final long MAX_CHECKED_BYTES = 256L * 1024 * 1024;

  private static final Set<String> FORGETFUL = Set.of("tmpfs", "ramfs");
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smbfs", "smb2", "smb3", "9p", "afs", "ceph", "fuse.sshfs");
  private static final Set<String> FULL_SYNC = Set.of("2", "3");

  private final SqliteFile file;
  private final SqlReading reading;
  private final StoreClock clock;
  private final TablePrefix prefix;

  SqliteDoctor(SqliteFile file, SqlReading reading, StoreClock clock, TablePrefix prefix) {
    this.file = file;
    this.reading = reading;
    this.clock = clock;
    this.prefix = prefix;
  }

  @Override
  public Diagnosis examine() {
    return reading.read(this::examine);
  }

  private Diagnosis examine(Handle handle) {
    List<Judged> judged = new ArrayList<>();
    judged.add(journal(ask(handle, "pragma journal_mode")));
    judged.add(sync(ask(handle, "pragma synchronous")));
    judged.add(fileSystem());
    judged.add(integrity(handle));
    Instant now = now(handle);
    judged.add(Judged.clock(clock, "this machine", now, Judged.newestEntry(handle, prefix)));
    return Judged.diagnosis(
        "SQLite " + ask(handle, "select sqlite_version()"), DurabilityLevel.DURABLE, now, judged);
  }

  private static Judged journal(String mode) {
    return mode.equals("wal")
        ? Judged.good("journal_mode", mode)
        : Judged.bad(
            "journal_mode",
            mode,
            DurabilityLevel.PREFIX_LOSSY,
            "close every program that uses the file, then open it with the guard alone");
  }

  private static Judged sync(String level) {
    return FULL_SYNC.contains(level)
        ? Judged.good("synchronous", level)
        : Judged.bad(
            "synchronous",
            level,
            level.equals("1") ? DurabilityLevel.PREFIX_LOSSY : DurabilityLevel.VOLATILE,
            "let the guard open its own connections: it asks for full sync");
  }

  private Judged fileSystem() {
    String type = fileSystemType();
    if (FORGETFUL.contains(type)) {
      return Judged.bad(
          "file system",
          type,
          DurabilityLevel.VOLATILE,
          "move the file to a disk: this one forgets when the machine stops");
    }
    if (REMOTE.contains(type)) {
      return Judged.bad(
          "file system",
          type,
          DurabilityLevel.WINDOW_LOSSY,
          "move the file to a local disk: a write-ahead log does not work over a network");
    }
    return Judged.good("file system", type);
  }

  /** Asks about the folder, because the file is touched by SQLite alone. */
  private String fileSystemType() {
    try {
      FileStore store = Files.getFileStore(file.path().getParent());
      return store.type().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "unknown";
    }
  }

  private Judged integrity(Handle handle) {
    long pages = Long.parseLong(ask(handle, "pragma page_count"));
    long bytes = pages * Long.parseLong(ask(handle, "pragma page_size"));
    if (bytes > MAX_CHECKED_BYTES) {
      String megabytes = bytes / (1024 * 1024) + " MiB";
      return Judged.good("quick_check", "not run on " + megabytes + ", ask SQLite for it by hand");
    }
    String answer = ask(handle, "pragma quick_check(1)");
    return answer.equals("ok")
        ? Judged.good("quick_check", answer)
        : Judged.bad(
            "quick_check",
            "damaged",
            DurabilityLevel.VOLATILE,
            "stop all writers and restore the file from a backup");
  }

  private Instant now(Handle handle) {
    Long given = clock.givenMillis();
    return Instant.ofEpochMilli(
        given != null
            ? given
            : Long.parseLong(
                ask(handle, "select cast(round(unixepoch('subsec') * 1000) as integer)")));
  }

  private static String ask(Handle handle, String question) {
    return handle.createQuery(question).mapTo(String.class).one();
  }
}
