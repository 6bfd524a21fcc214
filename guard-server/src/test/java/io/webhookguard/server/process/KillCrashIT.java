package io.webhookguard.server.process;

import io.webhookguard.server.demo.Workshop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on SQLite that is killed again and again in the middle of its work. */
@Timeout(600)
final class KillCrashIT {

  @TempDir Path folder;

  @Test
  void nothingIsLostAndNothingHappensTwice() throws Exception {
    Kills kills = new Kills(20, 2_000, Kills.seedOfThisRun());
    Workshop workshop = kills.workshop();
    try (Scene scene = Scene.in(folder, workshop, kills.seed(), Kills.LANES)) {
      kills.survive(scene, workshop);
    }
  }
}
