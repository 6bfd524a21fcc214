package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.demo.Receiver;
import io.webhookguard.server.demo.Workshop;
import io.webhookguard.server.send.SendReport;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A gateway that is killed again and again in the middle of its work.
 *
 * <p>Every second kill strikes while the service has done the effects and keeps its answers back,
 * so that they are in doubt for certain. The others strike after a number of effects that is left
 * to chance, while forwards are under way: in the middle of admissions, claims and settlements as
 * well. All of it is counted and nothing is timed, so that a busy machine does the same.
 *
 * @param kills how often it is killed, an even number
 * @param events how many events are sent, four times each
 */
record Kills(int kills, int events, long seed) {

  static final int LANES = 50;

  private static final int COPIES = 4;
  private static final int CONNECTIONS = 16;

  /** How far the provider may be ahead of the service, in events: it is busy at every kill. */
  private static final int LEAD = 60;

  private static final int UNDER_WAY = 5;
  private static final int MOST_MORE = 20;

  /** The seed of this run; another one's makes its events and moments again. */
  static long seedOfThisRun() {
    return Long.getLong("guard.seed", System.nanoTime() % 1_000_000);
  }

  /** A service that works at the pace that the kills need. */
  Workshop workshop() {
    return new Workshop(seed, 5, 25);
  }

  /** Nothing is lost, and nothing happens twice. */
  void survive(Scene scene, Workshop workshop) throws Exception {
    GatewayFile file = scene.file().withWorkers(16);
    Path config = scene.write("guard", file);
    GatewayProcess gateway = scene.start(config);
    CompletableFuture<SendReport> sending = sendAll(scene, file.intake());
    Random random = new Random(seed);
    List<Forward> interrupted = new ArrayList<>();
    for (int kill = 1; kill <= kills; kill++) {
      int effects = kill * events / (kills + 1);
      awaitEffects(scene.receiver(), effects);
      if (kill % 2 == 0) {
        workshop.hold();
        assertThat(workshop.awaitHeld(UNDER_WAY, Scene.LONG)).isTrue();
      } else {
        awaitEffects(scene.receiver(), effects + random.nextInt(MOST_MORE));
        assertThat(scene.receiver().awaitOpen(1, Scene.LONG)).isTrue();
      }
      gateway.kill();
      interrupted.addAll(workshop.held());
      workshop.release();
      gateway = scene.start(config);
    }

    SendReport report = sending.join();
    awaitEffects(scene.receiver(), events);
    Expect.settled(config);
    gateway.terminate();
    assertThat(gateway.awaitExit(Scene.LONG)).isZero();

    report(scene, report, interrupted.size());
    assertThat(report.isComplete()).isTrue();
    assertThat(scene.accepted()).hasSize(events);
    Expect.promise(scene);
    assertRepeated(interrupted, scene.receiver().forwards());
    assertThat(interrupted).hasSizeGreaterThanOrEqualTo(kills / 2 * UNDER_WAY);
  }

  private static void awaitEffects(Receiver receiver, int count) throws InterruptedException {
    assertThat(receiver.awaitEffects(count, Scene.LONG)).as("%d effects", count).isTrue();
  }

  private CompletableFuture<SendReport> sendAll(Scene scene, URI intake) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return scene.sendPaced(intake, CONNECTIONS, COPIES, events, LEAD);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        Scene.APART);
  }

  /** Each forward whose answer never arrived came again with its key and the mark. */
  private static void assertRepeated(List<Forward> interrupted, List<Forward> forwards) {
    for (Forward lost : interrupted) {
      assertThat(forwards)
          .filteredOn(forward -> forward.serial() > lost.serial())
          .filteredOn(forward -> forward.eventId().equals(lost.eventId()))
          .isNotEmpty()
          .allSatisfy(
              again -> {
                assertThat(again.key()).isEqualTo(lost.key());
                assertThat(again.inDoubt()).isTrue();
                assertThat(again.attempt()).isGreaterThan(lost.attempt());
              });
    }
  }

  private void report(Scene scene, SendReport report, int interrupted) {
    List<Forward> forwards = scene.receiver().forwards();
    System.out.println(
        kills
            + " kills with forwards under way, "
            + interrupted
            + " forwards interrupted for certain, "
            + (forwards.size() - events)
            + " forwards repeated, "
            + forwards.stream().filter(Forward::inDoubt).count()
            + " with the mark; requests "
            + report.requests()
            + " in "
            + report.elapsed().toSeconds()
            + " s");
  }
}
