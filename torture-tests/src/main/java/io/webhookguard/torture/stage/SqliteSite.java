package io.webhookguard.torture.stage;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.worker.Business.Connections;
import io.webhookguard.torture.worker.StorePlace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A file: no server, no network; one writer at a time. */
final class SqliteSite implements Site {

  private static final int SQLITE_BUSY = 5;

  private final Path file;

  private SqliteSite(Path file) {
    this.file = file;
  }

  static SqliteSite in(Path folder) {
    return new SqliteSite(folder.resolve("guard.db"));
  }

  private Connections connections() {
    return () -> DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private StorePlace place() {
    return new StorePlace(StoreKind.SQLITE, file.toString());
  }

  @Override
  public void prepare() {
    place().open(true).store().close();
    EffectTables.make(connections(), "integer primary key autoincrement");
  }

  @Override
  public StorePlace placeFor(int slot) {
    return place();
  }

  @Override
  public Optional<FaultyProxy> proxy(int slot) {
    return Optional.empty();
  }

  @Override
  public GuardStore open() {
    return place().open(false).store();
  }

  @Override
  public boolean isHeldUp() {
    try (Connection connection = connections().open();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 0");
      statement.execute("begin immediate");
      statement.execute("rollback");
      return false;
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLITE_BUSY) {
        return true;
      }
      throw new IllegalStateException("the file cannot be looked at", e);
    }
  }

  @Override
  public void killServer(Runnable killed) {}

  @Override
  public void dump(RunFiles files) {
    EffectTables.dump(connections(), files);
  }

  @Override
  public void close() {}
}
