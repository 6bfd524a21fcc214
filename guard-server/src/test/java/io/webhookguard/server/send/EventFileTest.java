package io.webhookguard.server.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.event.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {

  @TempDir Path folder;

  @Test
  void eachLineIsThereAsSoonAsItsEventIsDone() throws Exception {
    Path out = folder.resolve("events.tsv");
    try (EventFile file = new EventFile(out)) {
      file.onFinished(event("evt_1", "cus_1", 1), true);
      file.onFinished(event("evt_2", "", 0), false);

      assertThat(Files.readAllLines(out))
          .containsExactly(
              "# event\tlane\tsequence\tacknowledged (first 2xx)",
              "evt_1\tcus_1\t1\tyes",
              "evt_2\t\t0\tno");
    }
  }

  private static SimulatedEvent event(String id, String lane, long sequence) {
    return new SimulatedEvent(id, "invoice.paid", lane, sequence, Payload.of("", new byte[0]));
  }
}
