package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.process.ChildJvm;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one file. */
final class TwoProcessesIT {

  private static final int EVENTS = 400;

  @TempDir Path folder;

  @Test
  @DisplayName("ES-11 ES-55 processes that claim from one file never get the same event")
  void noEventIsClaimedTwice() throws IOException, InterruptedException, SQLException {
    Path file = folder.resolve("guard.db");
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).build())) {
      store.events().admit(Fixture.arrivals("free_", EVENTS / 2, ""));
      for (int lane = 0; lane < 10; lane++) {
        store.events().admit(Fixture.arrivals("l" + lane + "_", EVENTS / 20, "cus_" + lane));
      }

      List<String> claims = new ArrayList<>();
      try (ChildJvm first = StoreChild.start(ClaimingWorker.class, file);
          ChildJvm second = StoreChild.start(ClaimingWorker.class, file)) {
        first.go();
        second.go();
        claims.addAll(claimsOf(first));
        assertThat(claims).as("both took part").isNotEmpty().hasSizeLessThan(EVENTS);
        claims.addAll(claimsOf(second));
      }

      assertThat(claims).hasSize(EVENTS);
      assertThat(claims).extracting(claim -> part(claim, "$1")).doesNotHaveDuplicates();
      assertThat(claims).extracting(claim -> part(claim, "$2")).doesNotHaveDuplicates();
      assertThat(
              store
                  .events()
                  .search(EventQuery.ALL.state(EventState.COMPLETE), PageRequest.first(EVENTS))
                  .events())
          .hasSize(EVENTS);
    }
    Invariants.assertHold(file);
  }

  private static String part(String claim, String which) {
    return claim.replaceFirst("claimed (\\S+) (\\d+)", which);
  }

  private static List<String> claimsOf(ChildJvm child) throws InterruptedException {
    List<String> lines = child.end();
    assertThat(child.exitValue()).as("%s", lines).isZero();
    assertThat(lines).contains("ready");
    return lines.stream().filter(line -> line.startsWith("claimed ")).toList();
  }
}
