package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped inside a handler, outlives its lease, and goes on. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs SIGSTOP")
final class PausedProcessCrashIT {

  @TempDir Path folder;

  private final Script script = new Script();

  @Test
  void itCannotSettleTheEventThatAnotherTookOver() throws Exception {
    try (Scene scene = Scene.in(folder, script.hold(), 5, 1)) {
      GatewayFile file = scene.file();
      Path config = scene.write("first", file);
      GatewayProcess paused = scene.start(config);
      SimulatedEvent event = scene.sendOne(file.intake(), 0);
      assertThat(scene.receiver().awaitOpen(1, Scene.LONG)).isTrue();
      pauseOutsideWrites(paused, new SqliteFile(file.database()));

      GatewayProcess successor =
          scene.start(scene.write("second", file.withPort(GatewayProcess.freePort())));
      assertThat(scene.receiver().awaitForwards(2, Scene.LONG)).isTrue();
      Expect.state(config, event.eventId(), "COMPLETE");
      List<Story> ledgerBefore = Cli.explain(config, event.eventId()).ledger();

      // The answer that the paused process waited for is there when it wakes up.
      script.releaseAll();
      Signal.CONT.to(paused.pid());
      await("the late write is in the ledger")
          .atMost(Scene.LONG)
          .untilAsserted(
              () ->
                  assertThat(Cli.explain(config, event.eventId()).kinds())
                      .last()
                      .isEqualTo("SUPERSEDED"));

      Story story = Cli.explain(config, event.eventId());
      assertThat(story.state()).isEqualTo("COMPLETE");
      assertThat(story.kinds())
          .containsExactly(
              "RECEIVED", "STARTED", "RECOVERED", "IN_DOUBT", "STARTED", "COMPLETED", "SUPERSEDED");
      assertThat(story.ledger()).startsWith(ledgerBefore.toArray(Story[]::new));
      List<Forward> forwards = scene.receiver().forwards();
      assertThat(forwards).extracting(Forward::inDoubt).containsExactly(false, true);
      Expect.promise(scene);
      assertThat(paused.isAlive()).isTrue();
      assertThat(successor.isAlive()).isTrue();

      // Both go on working: the one that was paused is fenced, not broken.
      assertThat(scene.send(file.intake(), 1, 1, 1, 2, 3).isComplete()).isTrue();
      Expect.settled(config);
      Expect.promise(scene);
    }
  }

  /**
   * A process that is stopped inside a write of SQLite stops all writers, and nobody could take
   * over. So the moment is chosen again until it is another one.
   */
  private static void pauseOutsideWrites(GatewayProcess gateway, SqliteFile database) {
    await("stopped outside a write")
        .atMost(Scene.LONG)
        .until(
            () -> {
              Signal.STOP.to(gateway.pid());
              if (!database.isBeingWritten()) {
                return true;
              }
              Signal.CONT.to(gateway.pid());
              return false;
            });
  }
}
