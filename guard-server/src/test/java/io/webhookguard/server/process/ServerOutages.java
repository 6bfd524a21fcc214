package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.send.SendReport;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway whose database server is killed and comes back.
 *
 * @param <S> the kind of server
 */
@Timeout(180)
abstract class ServerOutages<S> {

  @TempDir Path folder;

  /** Starts a server of the test's own in an empty folder. */
  abstract PrivateServer<S> start(Path empty);

  /** Makes an empty database on it. */
  abstract Database freshDatabase(S server);

  @Test
  void itAnswersThatItCannotAndGoesOnWhenTheServerIsBack() throws Exception {
    try (PrivateServer<S> server = start(folder.resolve("db"));
        Scene scene = Scene.in(folder, Conduct.PROMPT, 3, 2).on(freshDatabase(server.server()))) {
      GatewayFile file = scene.file();
      GatewayProcess gateway = scene.start(scene.write("guard", file));
      scene.sendOne(file.intake(), 0);
      assertThat(scene.receiver().awaitEffects(1, Scene.LONG)).isTrue();

      server.kill();
      CompletableFuture<SendReport> sending =
          CompletableFuture.supplyAsync(() -> send(scene, file.intake()), Scene.APART);
      awaitUnavailable(gateway);
      server.restart();

      SendReport report = sending.join();
      System.out.println("requests " + report.requests());
      assertThat(report.isComplete()).isTrue();
      assertThat(report.requests()).containsKeys("503");
      assertThat(scene.receiver().awaitEffects(2, Scene.LONG)).isTrue();
      Expect.settled(folder.resolve("guard.yaml"));
      Expect.promise(scene);
    }
  }

  private static SendReport send(Scene scene, URI intake) {
    try {
      return scene.send(intake, 1, 1, 1);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /** Until the gateway has answered a request that it cannot record. */
  private static void awaitUnavailable(GatewayProcess gateway) {
    await("a request was answered 503")
        .atMost(Scene.LONG)
        .until(
            () -> metrics(gateway).lines().anyMatch(line -> line.startsWith("guard_unavailable")));
  }

  private static String metrics(GatewayProcess gateway) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(gateway.admin().resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
