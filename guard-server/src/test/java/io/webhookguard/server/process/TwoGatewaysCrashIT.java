package io.webhookguard.server.process;

import io.webhookguard.server.demo.Workshop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one SQLite file. */
@Timeout(180)
final class TwoGatewaysCrashIT {

  @TempDir Path folder;

  @Test
  void theyShareTheWorkAndNeverClaimTwice() throws Exception {
    try (Scene scene = Scene.in(folder, new Workshop(7, 5, 20), 7, TwoGateways.LANES)) {
      TwoGateways.share(scene, 400);
    }
  }
}
