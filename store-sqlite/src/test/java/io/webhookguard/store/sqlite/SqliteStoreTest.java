package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest {

  @TempDir Path folder;

  @Test
  void anEventLivesFromAdmissionToItsResponse() {
    try (SqliteStore store = open()) {
      assertThat(store.events().admit(List.of(Fixture.arrival("evt_1", "cus_1"))))
          .containsExactly(new Admission.Queued());
      assertThat(store.events().settle(List.of(Fixture.complete(Fixture.claimOne(store)))))
          .containsExactly(new SettleAnswer.Settled());
      assertThat(store.events().find(Fixture.key("evt_1")).orElseThrow().state())
          .isEqualTo(EventState.COMPLETE);
      assertThat(store.ledger().entries(Fixture.key("evt_1"))).hasSize(3);
    }
  }

  @Test
  void theDoctorFindsADurableStore() {
    try (SqliteStore store = open()) {
      assertThat(store.doctor().examine().level()).isEqualTo(DurabilityLevel.DURABLE);
    }
  }

  @Test
  void nobodyElseMayReadTheFiles() throws Exception {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no rights to look at");
    try (SqliteStore store = open();
        Stream<Path> files = Files.list(folder)) {
      store.events().admit(List.of(Fixture.arrival("evt_1", "cus_1")));

      List<Path> found = files.toList();
      assertThat(found).hasSizeGreaterThanOrEqualTo(2);
      for (Path file : found) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  private SqliteStore open() {
    return SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build());
  }
}
