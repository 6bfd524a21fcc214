package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.webhookguard.server.demo.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What must hold in the end. */
final class Expect {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private Expect() {}

  /** Waits until the gateway has no work left. */
  static void settled(Path config) {
    await("every event is COMPLETE")
        .atMost(Scene.LONG)
        .pollInterval(LOOK_AGAIN)
        .untilAsserted(() -> assertThat(unsettled(config)).isEmpty());
  }

  /** Waits until the event is in the state. */
  static void state(Path config, String eventId, String wanted) {
    await(eventId + " is " + wanted)
        .atMost(Scene.LONG)
        .pollInterval(LOOK_AGAIN)
        .untilAsserted(() -> assertThat(Cli.explain(config, eventId).state()).isEqualTo(wanted));
  }

  private static List<String> unsettled(Path config) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String state : List.of("PENDING", "PROCESSING", "FAILED")) {
      ids.addAll(Cli.events(config, state));
    }
    return ids;
  }

  /** No promise is broken by what was accepted and what was forwarded. */
  static void promise(Scene scene) {
    assertThat(Promise.breaches(scene.accepted(), scene.receiver().forwards())).isEmpty();
  }
}
