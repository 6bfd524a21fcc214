package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.demo.Workshop;
import io.webhookguard.server.send.SendReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is told to stop while it works. */
@Timeout(180)
final class StopCrashIT {

  private static final int EVENTS = 400;
  private static final int STOPS = 3;

  /** The gateway's file says {@code drain: 10s}; the rest is the way out. */
  private static final Duration DRAIN = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void itFinishesWhatRunsAndLosesNothing() throws Exception {
    Workshop workshop = new Workshop(13, 20, 80);
    try (Scene scene = Scene.in(folder, workshop, 13, 40)) {
      GatewayFile file = scene.file().withLease("10s");
      Path config = scene.write("guard", file);
      GatewayProcess gateway = scene.start(config);
      CompletableFuture<SendReport> sending =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return scene.sendPaced(file.intake(), 8, 2, EVENTS, 80);
                } catch (InterruptedException e) {
                  throw new CompletionException(e);
                }
              },
              Scene.APART);
      for (int stop = 1; stop <= STOPS; stop++) {
        assertThat(scene.receiver().awaitEffects(stop * EVENTS / (STOPS + 1), Scene.LONG)).isTrue();
        assertThat(scene.receiver().awaitOpen(1, Scene.LONG)).isTrue();
        long start = System.nanoTime();
        gateway.terminate();
        assertThat(gateway.awaitExit(DRAIN)).isZero();
        System.out.println(
            "stopped in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        assertThat(scene.receiver().open()).isEmpty();
        gateway = scene.start(config);
      }

      assertThat(sending.join().isComplete()).isTrue();
      assertThat(scene.receiver().awaitEffects(EVENTS, Scene.LONG)).isTrue();
      Expect.settled(config);
      assertThat(scene.accepted()).hasSize(EVENTS);
      assertThat(scene.receiver().forwards()).hasSize(EVENTS).noneMatch(Forward::inDoubt);
      Expect.promise(scene);
    }
  }
}
