package io.webhookguard.store.redis;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis server is killed under load: 1,000 times where there is time. */
final class KilledServerCrashIT {

  private static final int KILLS =
      System.getProperty("guard.tier", "gate").equals("long") ? 500 : 8;

  /** Small enough that files are rewritten while the server is killed. */
  private static final Map<String, String> OPTIONS =
      Map.of("auto-aof-rewrite-min-size", "1mb", "auto-aof-rewrite-percentage", "50");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @DisplayName("ES-54 ES-12 LN-1 LG-1 what was answered survives a killed server, once")
  void whatWasAnsweredSurvivesKills(int partitions) {
    new KilledServer(folder, OPTIONS, partitions, KILLS).run(events -> events);
  }
}
