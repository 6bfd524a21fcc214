package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.demo.Forward;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.send.SendReport;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Two gateways on one store. Each forwards to a path of its own, which tells them apart. */
final class TwoGateways {

  static final int LANES = 40;

  private TwoGateways() {}

  /** They share the work and never claim twice. */
  static void share(Scene scene, int events) throws Exception {
    GatewayFile one = scene.file().withLease("10s").withWorkers(4);
    GatewayFile other = scene.file().withLease("10s").withWorkers(4);
    Path config = scene.write("one", withPath(one, "/one"));
    scene.start(config);
    scene.start(scene.write("other", withPath(other, "/other")));

    SendReport report = scene.send(one.intake(), 8, 2, Scene.upTo(events));

    assertThat(report.isComplete()).isTrue();
    assertThat(scene.receiver().awaitEffects(events, Scene.LONG)).isTrue();
    Expect.settled(config);
    List<Forward> forwards = scene.receiver().forwards();
    Map<String, Long> byGateway =
        forwards.stream().collect(Collectors.groupingBy(Forward::path, Collectors.counting()));
    System.out.println("forwards by gateway: " + byGateway);
    assertThat(forwards).hasSize(events).noneMatch(Forward::inDoubt);
    assertThat(byGateway).containsOnlyKeys("/hooks/one", "/hooks/other");
    Expect.promise(scene);
  }

  private static GatewayFile withPath(GatewayFile file, String path) {
    return new GatewayFile(
        file.database(),
        file.port(),
        URI.create(file.forward() + path),
        file.lease(),
        file.workers(),
        file.inDoubt());
  }
}
