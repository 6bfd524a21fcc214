package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A forward whose connection ends after the request was sent: nobody knows what came of it. */
@Timeout(120)
final class CutConnectionCrashIT {

  @TempDir Path folder;

  private final Script script = new Script();

  @Test
  void underRetryTheNextOneCarriesTheMarkAndTheSameKey() throws Exception {
    try (Scene scene = Scene.in(folder, script.cut().cut(), 1, 1)) {
      GatewayFile file = scene.file();
      Path config = scene.write("guard", file);
      scene.start(config);

      SimulatedEvent event = scene.sendOne(file.intake(), 0);

      assertThat(scene.receiver().awaitForwards(3, Scene.LONG)).isTrue();
      Expect.state(config, event.eventId(), "COMPLETE");
      List<Forward> forwards = scene.receiver().forwards();
      assertThat(forwards).extracting(Forward::inDoubt).containsExactly(false, true, true);
      assertThat(forwards).extracting(Forward::attempt).containsExactly(1, 2, 3);
      Expect.promise(scene);
      assertThat(Cli.explain(config, event.eventId()).kinds())
          .containsExactly(
              "RECEIVED", "STARTED", "IN_DOUBT", "STARTED", "IN_DOUBT", "STARTED", "COMPLETED");
    }
  }

  @Test
  void underParkThereIsNoneUntilAPersonRetries() throws Exception {
    try (Scene scene = Scene.in(folder, script.cut(), 2, 2)) {
      GatewayFile file = scene.file().withInDoubt("park");
      Path config = scene.write("guard", file);
      scene.start(config);

      String parked = park(scene, file, config);
      Cli.run(
              "retry",
              "--config=" + config,
              "--reason=the destination never saw it",
              GatewayFile.SOURCE,
              parked)
          .expectSuccess();

      Expect.settled(config);
      assertThat(forwardsOf(scene, parked)).hasSize(2);
      Expect.promise(scene);
    }
  }

  @Test
  void underParkAConfirmedEventIsNotForwardedAgainAndItsLaneGoesOn() throws Exception {
    try (Scene scene = Scene.in(folder, script.cut(), 3, 2)) {
      GatewayFile file = scene.file().withInDoubt("park");
      Path config = scene.write("guard", file);
      scene.start(config);

      String parked = park(scene, file, config);
      SimulatedEvent successor = successorOf(scene, parked);
      assertThat(Cli.explain(config, successor.eventId()).state()).isEqualTo("PENDING");
      assertThat(forwardsOf(scene, successor.eventId())).isEmpty();
      Cli.run(
              "confirm",
              "--config=" + config,
              "--reason=seen in the destination's books",
              GatewayFile.SOURCE,
              parked)
          .expectSuccess();

      Expect.state(config, successor.eventId(), "COMPLETE");
      assertThat(Cli.explain(config, parked).state()).isEqualTo("COMPLETE");
      assertThat(forwardsOf(scene, parked)).hasSize(1);
      assertThat(Cli.explain(config, parked).kinds()).endsWith("PARKED", "CONFIRMED");
      Expect.promise(scene);
    }
  }

  /**
   * Has the first event parked, its successor wait behind it, and the other lane's events go by; by
   * then a gateway that forwards parked events would have done so.
   */
  private static String park(Scene scene, GatewayFile file, Path config) throws Exception {
    SimulatedEvent first = scene.sendOne(file.intake(), 0);
    Expect.state(config, first.eventId(), "FAILED(IN_DOUBT)");
    assertThat(scene.send(file.intake(), 1, 1, 1, 2, 3).isComplete()).isTrue();
    for (long index = 1; index <= 3; index++) {
      SimulatedEvent event = scene.stripe().event(index);
      if (!event.lane().equals(first.lane())) {
        Expect.state(config, event.eventId(), "COMPLETE");
      }
    }
    assertThat(forwardsOf(scene, first.eventId())).hasSize(1);
    return first.eventId();
  }

  private static SimulatedEvent successorOf(Scene scene, String eventId) {
    String lane = scene.stripe().event(0).lane();
    for (long index = 1; index <= 3; index++) {
      SimulatedEvent event = scene.stripe().event(index);
      if (event.lane().equals(lane)) {
        return event;
      }
    }
    throw new IllegalStateException("no successor of " + eventId);
  }

  private static List<Forward> forwardsOf(Scene scene, String eventId) {
    return scene.receiver().forwards().stream()
        .filter(forward -> forward.eventId().equals(eventId))
        .toList();
  }
}
