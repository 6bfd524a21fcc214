package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.demo.Workshop;
import io.webhookguard.testsupport.servers.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What gateways keep to on a database of a real server, whatever its kind. */
@Timeout(300)
abstract class ServerGateways {

  /** For so long a pool would try a login that cannot succeed. */
  private static final Duration POOL_PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  Database database;

  /** Makes an empty database on the server. */
  abstract Database freshDatabase();

  @BeforeEach
  void makeDatabase() {
    database = freshDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void twoGatewaysShareTheWorkAndNeverClaimTwice() throws Exception {
    try (Scene scene =
        Scene.in(folder, new Workshop(7, 5, 20), 7, TwoGateways.LANES).on(database)) {
      TwoGateways.share(scene, 300);
    }
  }

  @Test
  void killedGatewaysLoseNothingAndRepeatNothing() throws Exception {
    Kills kills = new Kills(4, 400, Kills.seedOfThisRun());
    Workshop workshop = kills.workshop();
    try (Scene scene = Scene.in(folder, workshop, kills.seed(), Kills.LANES).on(database)) {
      kills.survive(scene, workshop);
    }
  }

  /** In a process of its own, where a driver or a pool could write to standard error as well. */
  @Test
  void aWrongPasswordIsToldInOneLineWithoutIt() throws Exception {
    try (Scene scene = Scene.in(folder, Conduct.PROMPT, 1, 1).on(database)) {
      Path config = scene.write("guard", scene.file());
      String right = "password: \"" + database.password() + "\"";
      String text = Files.readString(config);
      assertThat(text).contains(right);
      Files.writeString(config, text.replace(right, "password: wrong-password"));

      Cli.Result result = Cli.runApart(folder, Scene.LONG, "serve", "--config", config.toString());

      System.out.println(result.took().toMillis() + " ms: " + result.err().strip());
      assertThat(result.err().strip()).contains(database.name()).doesNotContain("\n");
      assertThat(result.err()).doesNotContain("wrong-password").doesNotContain("Exception");
      assertThat(result.took()).isLessThan(POOL_PATIENCE);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void aGatewayThatStartsWellWritesNoWarning() throws Exception {
    try (Scene scene = Scene.in(folder, Conduct.PROMPT, 1, 1).on(database)) {
      GatewayFile file = scene.file();
      GatewayProcess gateway = scene.start(scene.write("guard", file));
      scene.sendOne(file.intake(), 0);
      assertThat(scene.receiver().awaitEffects(1, Scene.LONG)).isTrue();
      gateway.terminate();

      assertThat(gateway.awaitExit(Scene.LONG)).isZero();
      assertThat(gateway.logLines()).filteredOn(line -> !line.contains(" INFO ")).isEmpty();
    }
  }
}
