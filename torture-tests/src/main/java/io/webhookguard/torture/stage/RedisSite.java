package io.webhookguard.torture.stage;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.worker.StorePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Redis server of the run's own, which each worker reaches through its own proxy. */
final class RedisSite implements Site {

  private final PrivateServer<RedisServer> server;
  private final List<FaultyProxy> proxies;

  private RedisSite(PrivateServer<RedisServer> server, List<FaultyProxy> proxies) {
    this.server = server;
    this.proxies = proxies;
  }

  static RedisSite on(PrivateServer<RedisServer> server, int slots) {
    List<FaultyProxy> proxies = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      proxies.add(FaultyProxy.before(server.server().host(), server.server().port()));
    }
    return new RedisSite(server, proxies);
  }

  private static StorePlace place(int port) {
    return new StorePlace(StoreKind.REDIS, "redis://127.0.0.1:" + port);
  }

  @Override
  public void prepare() {
    place(server.server().port()).open(true).store().close();
  }

  @Override
  public StorePlace placeFor(int slot) {
    return place(proxies.get(slot).port());
  }

  @Override
  public Optional<FaultyProxy> proxy(int slot) {
    return Optional.of(proxies.get(slot));
  }

  @Override
  public GuardStore open() {
    return place(server.server().port()).open(false).store();
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
    try (LogFile leftovers = LogFile.appendTo(files.leftovers())) {
      long own = 1;
      leftovers.append(
          "connections",
          Long.parseLong(server.server().info("clients").getOrDefault("connected_clients", "0"))
              - own);
    }
  }

  @Override
  public void close() {
    proxies.forEach(FaultyProxy::close);
    server.close();
  }
}
