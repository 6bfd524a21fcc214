package io.webhookguard.torture.stage;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.worker.StorePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A database of a server of the run's own, which each worker reaches through its own proxy. */
final class DatabaseSite implements Site {

  private final StoreKind kind;
  private final PrivateServer<?> server;
  private final Database database;
  private final List<FaultyProxy> proxies;

  private DatabaseSite(
      StoreKind kind, PrivateServer<?> server, Database database, List<FaultyProxy> proxies) {
    this.kind = kind;
    this.server = server;
    this.database = database;
    this.proxies = proxies;
  }

  static DatabaseSite on(StoreKind kind, PrivateServer<?> server, Database database, int slots) {
    List<FaultyProxy> proxies = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      proxies.add(FaultyProxy.before(database.host(), database.port()));
    }
    return new DatabaseSite(kind, server, database, proxies);
  }

  private StorePlace place() {
    return new StorePlace(kind, database.address());
  }

  @Override
  public void prepare() {
    place().open(true).store().close();
    EffectTables.make(
        database::connect,
        kind == StoreKind.MYSQL ? "bigint auto_increment primary key" : "bigserial primary key");
  }

  @Override
  public StorePlace placeFor(int slot) {
    return new StorePlace(kind, database.through(proxies.get(slot).port()).address());
  }

  @Override
  public Optional<FaultyProxy> proxy(int slot) {
    return Optional.of(proxies.get(slot));
  }

  @Override
  public GuardStore open() {
    return place().open(false).store();
  }

  @Override
  public boolean isHeldUp() {
    return false;
  }

  @Override
  public void killServer(Runnable killed) {
    server.kill();
    killed.run();
    server.restart();
  }

  @Override
  public void dump(RunFiles files) {
    EffectTables.dump(database::connect, files);
    try (LogFile leftovers = LogFile.appendTo(files.leftovers())) {
      leftovers.append("connections", EffectTables.ask(database::connect, othersConnections()));
      if (kind == StoreKind.POSTGRES) {
        leftovers.append(
            "advisory locks",
            EffectTables.ask(
                database::connect, "select count(*) from pg_locks where locktype = 'advisory'"));
      }
    }
  }

  private String othersConnections() {
    return kind == StoreKind.POSTGRES
        ? "select count(*) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()"
        : "select count(*) from information_schema.processlist"
            + " where db = database() and id <> connection_id()";
  }

  @Override
  public void close() {
    proxies.forEach(FaultyProxy::close);
    server.close();
  }
}
