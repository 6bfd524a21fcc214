package io.webhookguard.testsupport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.core.ledger.LedgerBreach;
import io.webhookguard.core.ledger.LedgerBreach.Kind;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.core.ledger.SealHead;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is done to a ledger past its store is found, and the right place is named. */
public interface TamperedLedgerContract {

  /** How many seals each story begins with, of three entries each. */
  int SEALS = 4;

  /** The store of this test, empty at first; the same one on every call. */
  GuardStore store();

  /** Works on the same data. */
  Intruder intruder();

  /** Seals a few entries at a time and returns the positions of all. */
  private List<Long> sealed() {
    for (int i = 0; i < SEALS; i++) {
      store().events().admit(Fixture.arrivals("evt-" + i + "-", 2, ""));
      intruder().leaveAGap();
      store().events().admit(Fixture.arrivals("evt-" + i + "-later-", 1, ""));
      Seal next = Seal.next(store().seals().newest(), unsealed(), now());
      assertThat(store().seals().add(next)).isEqualTo(new SealAnswer.Added());
    }
    return store().ledger().scan(0, Limits.MAX_PAGE).entries().stream()
        .map(LedgerEntry::position)
        .toList();
  }

  private List<LedgerEntry> unsealed() {
    long end = store().seals().newest().map(Seal::upTo).orElse(0L);
    return store().ledger().scan(end, Limits.MAX_PAGE).entries();
  }

  private Instant now() {
    return store().doctor().examine().now();
  }

  private LedgerVerdict.Intact intact(LedgerVerification verification) {
    LedgerVerdict verdict = verification.verify(store());
    assertThat(verdict).isInstanceOf(LedgerVerdict.Intact.class);
    return (LedgerVerdict.Intact) verdict;
  }

  private void assertFound(Kind kind, long seal, long position) {
    assertFound(LedgerVerification.plain(), kind, seal, position);
  }

  private void assertFound(LedgerVerification verification, Kind kind, long seal, long position) {
    assertThat(verification.verify(store()))
        .isInstanceOfSatisfying(
            LedgerVerdict.Broken.class,
            broken -> {
              LedgerBreach breach = broken.breach();
              assertThat(List.of(breach.kind(), breach.seal(), breach.position()))
                  .as(breach.sentence())
                  .containsExactly(kind, seal, position);
            });
  }

  @Test
  @DisplayName("a ledger that nobody touched is intact, up to its tail")
  default void untouchedLedgerIsIntact() {
    List<Long> positions = sealed();
    store().events().admit(Fixture.arrivals("tail-", 2, ""));

    LedgerVerdict.Intact intact = intact(LedgerVerification.plain());

    assertThat(List.of(intact.seals(), intact.entries(), intact.tail().entries()))
        .containsExactly((long) SEALS, 3L * SEALS, 2L);
    assertThat(intact.sealedUpTo()).isEqualTo(positions.get(positions.size() - 1));
    assertThat(intact.head()).isEqualTo(store().seals().newest().map(Seal::digest));
  }

  @Test
  @DisplayName("an entry that was changed is named")
  default void changedEntryIsNamed() {
    List<Long> positions = sealed();
    intruder().changeEntry(positions.get(10));
    intruder().changeEntry(positions.get(4));

    assertFound(Kind.ENTRY_CHANGED, 2, positions.get(4));
  }

  @Test
  @DisplayName("an entry that nobody can read any more is named")
  default void spoiltEntryIsNamed() {
    List<Long> positions = sealed();
    intruder().spoilEntry(positions.get(7));

    assertFound(Kind.ENTRY_CHANGED, 3, positions.get(7));
  }

  @Test
  @DisplayName("an entry that was removed is named, also the last one of a seal")
  default void removedEntryIsNamed() {
    List<Long> positions = sealed();
    intruder().removeEntry(positions.get(11));
    assertFound(Kind.ENTRY_REMOVED, 4, positions.get(11));

    intruder().removeEntry(positions.get(3));
    assertFound(Kind.ENTRY_REMOVED, 2, positions.get(3));
  }

  @Test
  @DisplayName("an entry that was added is named")
  default void addedEntryIsNamed() {
    List<Long> positions = sealed();
    long added = intruder().addEntryAfter(beforeGapOf(positions.subList(6, 9)));

    assertFound(Kind.ENTRY_ADDED, 3, added);
  }

  private static long beforeGapOf(List<Long> positions) {
    long first = positions.get(1) - positions.get(0);
    long second = positions.get(2) - positions.get(1);
    return positions.get(first > second ? 0 : 1);
  }

  @Test
  @DisplayName("a seal whose root was changed is named")
  default void changedRootIsNamed() {
    sealed();
    intruder().changeRoot(2);

    assertFound(Kind.SEAL_CHANGED, 2, 0);
  }

  @Test
  @DisplayName("a seal of which anything else was changed is named by those behind it")
  default void changedSealIsNamed() {
    sealed();
    intruder().changeTime(2);

    assertFound(Kind.SEAL_CHANGED, 2, 0);
  }

  @Test
  @DisplayName("the newest seal that was changed is found by a head that is kept elsewhere")
  default void changedNewestSealIsFoundByItsHead() {
    sealed();
    SealHead head = SealHead.of(store().seals().newest().orElseThrow());
    intruder().changeTime(SEALS);
    intact(LedgerVerification.plain());

    assertFound(LedgerVerification.plain().knowing(List.of(head)), Kind.SEAL_CHANGED, SEALS, 0);
  }

  @Test
  @DisplayName("a seal that was removed is missed")
  default void removedSealIsMissed() {
    sealed();
    intruder().removeSeal(2);
    assertFound(Kind.SEAL_MISSING, 2, 0);

    intruder().removeSeal(1);
    assertFound(Kind.SEAL_MISSING, 1, 0);
  }

  @Test
  @DisplayName("newest seals that were removed with their entries are missed by who knows a head")
  default void cutOffEndIsMissedByWhoKnowsAHead() {
    List<Long> positions = sealed();
    SealHead head = SealHead.of(store().seals().newest().orElseThrow());
    intruder().removeSeal(SEALS);
    positions.subList(3 * (SEALS - 1), positions.size()).forEach(intruder()::removeEntry);
    intact(LedgerVerification.plain());

    assertFound(LedgerVerification.plain().knowing(List.of(head)), Kind.SEAL_MISSING, SEALS, 0);
  }

  @Test
  @DisplayName("an archived ledger is intact, and takes nothing back but what it had")
  default void archivedLedgerIsIntact() {
    List<Long> positions = sealed();
    List<Seal> seals = store().seals().list(0, SEALS);
    ArchiveMark mark = ArchiveMark.at(seals.get(1), Sha256.of(new byte[0]), "ops", now());
    assertThat(store().seals().archive(mark)).isEqualTo(new ArchiveAnswer.Marked());
    assertThat(store().seals().dropArchived(4)).isEqualTo(4);
    assertThat(intact(LedgerVerification.plain()).archived()).contains(mark);
    assertThat(store().seals().dropArchived(4)).isEqualTo(2);

    assertThat(intact(LedgerVerification.plain()).entries()).isEqualTo(6);
    List<Long> left = new ArrayList<>();
    store().ledger().scan(0, 100).entries().forEach(entry -> left.add(entry.position()));
    assertThat(left).isEqualTo(positions.subList(6, 12));
    long added = intruder().addEntryAfter(beforeGapOf(positions.subList(0, 3)));
    assertFound(Kind.ENTRY_ADDED, 1, added);
  }
}
