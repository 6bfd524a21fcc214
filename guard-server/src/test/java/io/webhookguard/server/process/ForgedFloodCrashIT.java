package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.ProviderSimulator.Flaw;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.event.Payload;
import io.webhookguard.server.demo.AcceptedEvents;
import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.FlawedSimulator;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.send.SendReport;
import io.webhookguard.server.send.SendSettings;
import io.webhookguard.server.send.Sending;
import io.webhookguard.server.send.Shipment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that nobody who knows the secret has signed, by the thousand. */
@Timeout(180)
final class ForgedFloodCrashIT {

  private static final int REQUESTS_OF_EACH = 1_000;
  private static final int BODY_BYTES = 100 * 1024;

  /** The bodies together are many times this heap: none of them is kept. */
  private static final String SMALL_HEAP = "-Xmx64m";

  private static final String LEDGER = "guard_ledger";
  private static final int MAX_LOG_LINES = 60;

  @TempDir Path folder;

  @Test
  void theyLeaveNothingButACount() throws Exception {
    try (Scene scene = Scene.in(folder, Conduct.PROMPT, 9, 10)) {
      GatewayFile file = scene.file();
      Path config = scene.write("guard", file);
      GatewayProcess gateway = scene.start(config, SMALL_HEAP);
      SqliteFile database = new SqliteFile(file.database());
      Map<String, Long> rowsBefore = database.rows();
      int logBefore = gateway.logLines().size();

      for (Flaw flaw : scene.stripe().flaws()) {
        SendReport report = flood(scene.stripe(), flaw, file);
        System.out.println(
            flaw + ": " + report.requests() + " in " + report.elapsed().toMillis() + " ms");
        assertThat(report.requests()).isEqualTo(Map.of("401", (long) REQUESTS_OF_EACH));
      }
      gateway.terminate();
      assertThat(gateway.awaitExit(Scene.LONG)).isZero();

      assertThat(scene.receiver().forwards()).isEmpty();
      assertThat(gateway.logLines().size() - logBefore).isLessThanOrEqualTo(MAX_LOG_LINES);
      assertThat(gateway.logLines()).noneMatch(line -> line.startsWith("\tat "));
      assertOnlyCounts(database, rowsBefore);
    }
  }

  private static void assertOnlyCounts(SqliteFile database, Map<String, Long> rowsBefore)
      throws Exception {
    Map<String, Long> rowsAfter = new TreeMap<>(database.rows());
    long before = rowsBefore.getOrDefault(LEDGER, 0L);
    long counts = rowsAfter.getOrDefault(LEDGER, 0L) - before;
    assertThat(database.column("select distinct kind from guard_ledger"))
        .containsExactly("REJECTED");
    assertThat(database.column("select sum(count) from guard_ledger"))
        .isEqualTo(List.of(Integer.toString(REQUESTS_OF_EACH * Flaw.values().length)));
    // One row per source, reason, node and minute.
    assertThat(counts).isBetween(1L, 4L * Flaw.values().length);
    rowsAfter.put(LEDGER, before);
    assertThat(rowsAfter).isEqualTo(rowsBefore);
  }

  private static SendReport flood(ProviderSimulator stripe, Flaw flaw, GatewayFile file)
      throws InterruptedException {
    Iterator<Shipment> shipments =
        LongStream.range(0, REQUESTS_OF_EACH)
            .mapToObj(index -> new Shipment(enlarged(stripe.event(index)), 1))
            .iterator();
    SendSettings settings = SendSettings.to(file.intake()).withConnections(8).withLaneOrder(false);
    ProviderSimulator forger = new FlawedSimulator(stripe, flaw);
    try (Sending sending = new Sending(settings, forger, new AcceptedEvents())) {
      return sending.run(shipments);
    }
  }

  private static SimulatedEvent enlarged(SimulatedEvent event) {
    byte[] body = new byte[BODY_BYTES];
    Arrays.fill(body, (byte) ' ');
    byte[] content = event.body().toByteArray();
    System.arraycopy(content, 0, body, 0, content.length);
    return new SimulatedEvent(
        event.eventId(),
        event.type(),
        event.lane(),
        event.sequence(),
        Payload.of(event.body().contentType(), body));
  }
}
