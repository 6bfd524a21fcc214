package io.webhookguard.testsupport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the tables of seals come to be, and what they refuse to everybody. */
public interface SealTablesContract {

  /** Makes the tables of the first migration in an empty database. */
  void makeFirstSchema();

  /** A store on this database. */
  GuardStore open(boolean migrates);

  /** Runs a statement as the owner of the tables. */
  void run(String sql);

  @Test
  @DisplayName("a database of the first version is upgraded with all that it holds")
  default void firstVersionIsUpgraded() {
    makeFirstSchema();
    run("update guard_schema set version = 2"); // no guard of the first version is at hand
    List<LedgerEntry> before;
    try (GuardStore store = open(false)) {
      store.events().admit(Fixture.arrivals("evt-", 3, ""));
      store.events().settle(List.of(Fixture.complete(Fixture.claimOne(store))));
      before = store.ledger().scan(0, 100).entries();
    }
    run("update guard_schema set version = 1");

    try (GuardStore store = open(true)) {
      assertThat(store.ledger().scan(0, 100).entries()).hasSize(5).isEqualTo(before);
      assertThat(store.events().find(Fixture.key("evt-2"))).isPresent();
      Seal seal = Seal.next(store.seals().newest(), before, store.doctor().examine().now());
      assertThat(store.seals().add(seal)).isEqualTo(new SealAnswer.Added());
      assertThat(LedgerVerification.plain().verify(store)).isInstanceOf(LedgerVerdict.Intact.class);
    }
  }

  @Test
  @DisplayName(
      "SL-5 the database refuses to change or remove seals, marks and what is not archived")
  default void sealsAreRefusedToBeChanged() {
    try (GuardStore store = open(true)) {
      store.events().admit(Fixture.arrivals("evt-", 2, ""));
      List<LedgerEntry> entries = store.ledger().scan(0, 100).entries();
      Seal first =
          Seal.next(store.seals().newest(), entries.subList(0, 1), store.doctor().examine().now());
      store.seals().add(first);
      store.seals().archive(ArchiveMark.at(first, Sha256.of(new byte[0]), "ops", first.at()));

      for (String sql :
          List.of(
              "update guard_seal set at = 0",
              "delete from guard_seal",
              "update guard_archive set up_to = 1000000000000",
              "delete from guard_archive",
              "delete from guard_ledger where position > " + first.upTo(),
              "update guard_ledger set actor = 'nobody' where position <= " + first.upTo())) {
        assertThatThrownBy(() -> run(sql)).as(sql).isInstanceOf(RuntimeException.class);
      }
      assertThat(store.seals().list(0, 10)).containsExactly(first);
      assertThat(store.ledger().scan(0, 100).entries()).isEqualTo(entries);
      run("delete from guard_ledger where position <= " + first.upTo());
      assertThat(store.ledger().scan(0, 100).entries()).isEqualTo(entries.subList(1, 2));
    }
  }
}
