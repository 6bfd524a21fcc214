package io.webhookguard.server.process;

import io.webhookguard.server.demo.Workshop;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import org.junit.jupiter.api.Test;

/** Gateways on a database of a real PostgreSQL server. */
final class PostgresGatewayCrashIT extends ServerGateways {

  @Override
  Database freshDatabase() {
    return PostgresServer.shared().freshDatabase();
  }

  @Test
  void killedGatewaysLoseNothingAndRepeatNothing() throws Exception {
    Kills kills = new Kills(4, 400, Kills.seedOfThisRun());
    Workshop workshop = kills.workshop();
    try (Scene scene = Scene.in(folder, workshop, kills.seed(), Kills.LANES).on(database)) {
      kills.survive(scene, workshop);
    }
  }
}
