package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many deliveries at once, from the provider's simulator through a gateway to a service. */
@Timeout(300)
final class LoadCrashIT {

  private static final int EVENTS = 2_000;
  private static final int DUPLICATES = 3;
  private static final int LANES = 50;
  private static final long SEED = 20_250_701;

  @TempDir Path folder;

  @Test
  void eachEventIsForwardedOnceAndInLaneOrder() throws Exception {
    try (Scene scene = Scene.in(folder, Conduct.PROMPT, SEED, LANES)) {
      GatewayFile file = scene.file().withLease("10s").withWorkers(16);
      Path config = scene.write("guard", file);
      scene.start(config);
      Path out = folder.resolve("events.tsv");

      Cli.Result sent = Cli.runApart(folder, Scene.LONG.multipliedBy(3), sendCommand(file, out));

      System.out.print(sent.out());
      sent.expectSuccess();
      assertThat(sent.out()).contains(String.format(Locale.ROOT, "%-14s%d%n", "200", 8_000));
      List<SimulatedEvent> accepted = accepted(scene, out);
      assertThat(accepted).hasSize(EVENTS);
      assertThat(scene.receiver().awaitEffects(EVENTS, Scene.LONG)).isTrue();
      Expect.settled(config);
      List<Forward> forwards = scene.receiver().forwards();
      assertThat(forwards).hasSize(EVENTS).noneMatch(Forward::inDoubt);
      assertThat(Promise.breaches(accepted, forwards)).isEmpty();
    }
  }

  private static String[] sendCommand(GatewayFile file, Path out) {
    return new String[] {
      "send",
      "stripe",
      "--url=" + file.intake(),
      "--secret=" + GatewayFile.SECRET,
      "--count=" + EVENTS,
      "--duplicates=" + DUPLICATES,
      "--concurrency=16",
      "--lanes=" + LANES,
      "--seed=" + SEED,
      "--out=" + out
    };
  }

  /**
   * The events that the sender says were taken. In lane order they were taken in the order of their
   * numbers, so that this order decides.
   */
  private static List<SimulatedEvent> accepted(Scene scene, Path out) throws IOException {
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0)).startsWith("#");
    List<SimulatedEvent> accepted = new ArrayList<>();
    for (long index = 0; index < EVENTS; index++) {
      SimulatedEvent event = scene.stripe().event(index);
      String line = String.join("\t", event.eventId(), event.lane(), "" + event.sequence(), "yes");
      if (lines.contains(line)) {
        accepted.add(event);
      }
    }
    return accepted;
  }
}
