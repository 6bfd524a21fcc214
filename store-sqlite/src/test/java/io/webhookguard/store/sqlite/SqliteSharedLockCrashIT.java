package io.webhookguard.store.sqlite;

import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.locks.SharedLockContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a lock in a SQLite file. */
final class SqliteSharedLockCrashIT implements SharedLockContract {

  @TempDir Path files;

  /** Opens the file of this name. */
  static final class Opening implements LockSite.Opening {

    /** Called by name. */
    public Opening() {}

    @Override
    public LockSite open(String address) {
      return LockSite.of(SqliteStore.open(SqliteConfig.at(Path.of(address)).build()));
    }
  }

  @Override
  public Class<? extends LockSite.Opening> opening() {
    return Opening.class;
  }

  @Override
  public String address() {
    return files.resolve("guard.db").toString();
  }
}
