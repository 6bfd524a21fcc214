package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The chain of seals and the archive: rules SL. */
public interface SealContract extends StoreUnderTest {

  @Test
  @DisplayName("SL-1 a seal is added if it follows on the newest one, and only then")
  default void sl1SealIsAddedIfItFollows() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    assertThat(seals.newest()).as("an empty chain").isEmpty();
    Seal first = nextSeal(story, "evt-1");
    assertThat(seals.add(first)).as(story.story()).isEqualTo(new SealAnswer.Added());
    Seal second = nextSeal(story, "evt-2");
    Seal torn = with(second, second.after(), Sha256.of(new byte[0]));
    Seal far = Seal.next(Optional.of(first), List.of(at(second.upTo() + 2)), second.at());
    Seal gap = with(far, far.after() + 1, far.previous());
    Seal third = Seal.next(Optional.of(second), List.of(at(second.upTo() + 1)), second.at());

    for (Seal wrong : List.of(torn, gap, third, anotherFirst(story))) {
      assertThat(seals.add(wrong))
          .as(story.story(wrong + " is not next"))
          .isEqualTo(new SealAnswer.NotNext(Optional.of(first)));
      assertThat(seals.list(0, 10)).as(story.story("nothing changes")).containsExactly(first);
    }
    assertThat(seals.add(second)).as(story.story()).isEqualTo(new SealAnswer.Added());
    assertThat(seals.newest()).as(story.story()).contains(second);
  }

  @Test
  @DisplayName("SL-2 a seal that is added again is answered so, newest or not, and nothing changes")
  default void sl2RepeatedSealIsRecognised() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    Seal first = added(story, "evt-1");
    assertThat(seals.add(first)).as(story.story()).isEqualTo(new SealAnswer.Repeated());
    Seal second = added(story, "evt-2");

    assertThat(seals.add(first)).as(story.story()).isEqualTo(new SealAnswer.Repeated());
    assertThat(story.secondClient().seals().add(second))
        .as(story.story())
        .isEqualTo(new SealAnswer.Repeated());
    assertThat(seals.add(first.signed(SealSignature.of(new byte[] {1}))))
        .as(story.story("with another signature it is another one"))
        .isInstanceOf(SealAnswer.NotNext.class);
    assertThat(seals.list(0, 10)).as(story.story()).containsExactly(first, second);
  }

  @Test
  @DisplayName("SL-3 of concurrent seals under one number exactly one is added")
  default void sl3OneOfConcurrentSealsIsAdded() {
    Scenario story = scenario();
    List<LedgerEntry> entries = newEntries(story, "evt-1");
    for (int round = 0; round < 10; round++) {
      Optional<Seal> newest = story.store().seals().newest();
      long after = newest.map(Seal::upTo).orElse(0L);
      List<LedgerEntry> sealed = round == 0 ? entries : List.of(at(after + 1));
      List<SealAnswer> answers =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                Seal seal = Seal.next(newest, sealed, story.now());
                return client
                    .seals()
                    .add(seal.signed(SealSignature.of(new byte[] {(byte) number})));
              });

      assertThat(answers)
          .as(story.story("round " + round))
          .filteredOn(new SealAnswer.Added()::equals)
          .hasSize(1);
    }
    assertThat(story.store().seals().list(0, 100)).as(story.story()).hasSize(10);
  }

  @Test
  @DisplayName("SL-4 seals come back as they were added, in order, page by page")
  default void sl4SealsComeBackAsTheyWereAdded() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    byte[] longest = new byte[SealSignature.MAX_BYTES];
    Arrays.fill(longest, (byte) 0x80);
    List<Seal> added = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<LedgerEntry> entries = i == 3 ? full(added.get(2).upTo()) : newEntries(story, "e" + i);
      List<LedgerEntry> sealed = i == 4 ? List.of(at(added.get(3).upTo() + (1L << 40))) : entries;
      Seal seal = Seal.next(seals.newest(), sealed, story.now());
      added.add(i % 2 == 0 ? seal : seal.signed(SealSignature.of(longest)));
      assertThat(seals.add(added.get(i))).as(story.story()).isEqualTo(new SealAnswer.Added());
      story.advance(Duration.ofSeconds(1));
    }

    assertThat(seals.list(0, 100)).as(story.story()).isEqualTo(added);
    assertThat(story.secondClient().seals().list(1, 2))
        .as(story.story())
        .isEqualTo(added.subList(1, 3));
    assertThat(seals.list(5, 1)).as(story.story("behind the end")).isEmpty();
    assertThat(seals.newest()).as(story.story()).contains(added.get(4));
    for (int limit : new int[] {0, Seals.MAX_PAGE + 1}) {
      assertThatThrownBy(() -> seals.list(0, limit))
          .as("a page of " + limit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("SL-5 seals and marks stay as they are, whatever is added behind them")
  default void sl5SealsStay() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    Seal first = added(story, "evt-1");
    Seal second = added(story, "evt-2");
    List<Seal> answered = seals.list(0, 10);

    assertThatThrownBy(answered::clear)
        .as("the list is not the chain")
        .isInstanceOf(UnsupportedOperationException.class);
    seals.archive(mark(story, first));
    while (seals.dropArchived(10) > 0) {
      story.tell("entries went");
    }
    story.advance(LedgerContract.SHORT.dedupHorizon());
    story.purge(LedgerContract.SHORT);

    assertThat(seals.list(0, 10)).as(story.story()).containsExactly(first, second);
    assertThat(seals.archived().map(ArchiveMark::seal)).as(story.story()).contains(1L);
  }

  @Test
  @DisplayName("SL-6 seals and marks are there after the process was killed")
  default void sl6SealsOutliveTheProcess() {
    Scenario story = scenario(Capability.PERSISTENT);
    Seal first = added(story, "evt-1");
    ArchiveMark mark = mark(story, first);
    story.store().seals().archive(mark);
    story.store().seals().dropArchived(Limits.MAX_BATCH);
    story.restart();

    Seals seals = story.store().seals();
    assertThat(seals.newest()).as(story.story()).contains(first);
    assertThat(seals.archived()).as(story.story()).contains(mark);
    List<LedgerEntry> later = newEntries(story, "evt-2");
    assertThat(later.get(0).position()).as(story.story()).isGreaterThan(first.upTo());
  }

  @Test
  @DisplayName(
      "SL-7 a mark is set at a seal that is there, further on than the newest, and only so")
  default void sl7MarkIsSetAtASealFurtherOn() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    Seal first = added(story, "evt-1");
    Seal second = added(story, "evt-2");
    ArchiveMark mark = mark(story, first);
    ArchiveMark other =
        new ArchiveMark(1, first.upTo(), second.digest(), mark.file(), mark.actor(), mark.at());
    ArchiveMark beyond =
        new ArchiveMark(1, second.upTo(), first.digest(), mark.file(), mark.actor(), mark.at());
    ArchiveMark unknown =
        new ArchiveMark(3, second.upTo(), second.digest(), mark.file(), mark.actor(), mark.at());

    assertThat(seals.archived()).as(story.story()).isEmpty();
    for (ArchiveMark wrong : List.of(other, beyond, unknown)) {
      assertThat(seals.archive(wrong))
          .as(story.story("no seal is as it says"))
          .isEqualTo(new ArchiveAnswer.Refused(Optional.empty()));
    }
    assertThat(seals.archive(mark)).as(story.story()).isEqualTo(new ArchiveAnswer.Marked());
    assertThat(seals.archive(mark)).as(story.story()).isEqualTo(new ArchiveAnswer.Repeated());
    assertThat(seals.archived()).as(story.story()).contains(mark);
    ArchiveMark furthest = mark(story, second);
    seals.archive(furthest);
    assertThat(seals.archive(mark))
        .as(story.story("not further"))
        .isEqualTo(new ArchiveAnswer.Refused(Optional.of(furthest)));
  }

  @Test
  @DisplayName("SL-8 entries go up to the mark, oldest first, and no others")
  default void sl8EntriesGoUpToTheMark() {
    Scenario story = scenario();
    Seals seals = story.store().seals();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    story.store().ledger().append(List.of(rejected()));
    Seal first = seal(story);
    EventKey later = story.queued(story.event("evt-2")).key();
    story.done(key, story.replay());
    List<LedgerEntry> all = scanAll(story);
    List<LedgerEntry> kept = all.stream().filter(it -> it.position() > first.upTo()).toList();
    assertThat(seals.dropArchived(10)).as(story.story("nothing is archived")).isZero();
    assertThat(seals.archive(mark(story, first))).isEqualTo(new ArchiveAnswer.Marked());

    assertThat(seals.dropArchived(3)).as(story.story()).isEqualTo(3);
    assertThat(scanAll(story))
        .as(story.story())
        .hasSize(all.size() - 3)
        .endsWith(kept.toArray(LedgerEntry[]::new));
    assertThat(seals.dropArchived(Limits.MAX_BATCH)).as(story.story()).isEqualTo(1);
    assertThat(seals.dropArchived(Limits.MAX_BATCH)).as(story.story("none is left")).isZero();

    assertThat(scanAll(story)).as(story.story()).isEqualTo(kept);
    assertThat(story.entries(key))
        .as(story.story("the numbers of its entries go on"))
        .extracting(LedgerEntry::number)
        .containsExactly(4);
    assertThat(story.decisions(later)).as(story.story()).containsExactly(DecisionKind.RECEIVED);
    for (int limit : new int[] {0, Limits.MAX_BATCH + 1}) {
      assertThatThrownBy(() -> seals.dropArchived(limit))
          .as("dropping " + limit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Admits an event and returns the entries behind the newest seal. */
  private static List<LedgerEntry> newEntries(Scenario story, String id) {
    story.queued(story.event(id));
    return unsealed(story);
  }

  private static List<LedgerEntry> unsealed(Scenario story) {
    long after = story.store().seals().newest().map(Seal::upTo).orElse(0L);
    return story.store().ledger().scan(after, Limits.MAX_PAGE).entries();
  }

  private static List<LedgerEntry> scanAll(Scenario story) {
    return story.store().ledger().scan(0, Limits.MAX_PAGE).entries();
  }

  private static Seal nextSeal(Scenario story, String id) {
    List<LedgerEntry> entries = newEntries(story, id);
    return Seal.next(story.store().seals().newest(), entries, story.now());
  }

  private static Seal added(Scenario story, String id) {
    Seal seal = nextSeal(story, id);
    assertThat(story.store().seals().add(seal)).as(story.story()).isEqualTo(new SealAnswer.Added());
    return seal;
  }

  /** Seals whatever is not sealed yet. */
  private static Seal seal(Scenario story) {
    Seal seal = Seal.next(story.store().seals().newest(), unsealed(story), story.now());
    assertThat(story.store().seals().add(seal)).as(story.story()).isEqualTo(new SealAnswer.Added());
    return seal;
  }

  private static Seal anotherFirst(Scenario story) {
    return Seal.next(Optional.empty(), List.of(at(1)), story.now());
  }

  private static Seal with(Seal seal, long after, Sha256 previous) {
    return new Seal(
        seal.number(),
        after,
        seal.upTo(),
        seal.root(),
        seal.outline(),
        previous,
        seal.at(),
        seal.signature());
  }

  private static ArchiveMark mark(Scenario story, Seal last) {
    return ArchiveMark.at(last, Sha256.of(new byte[] {7}), Scenario.OPERATOR.actor(), story.now());
  }

  private static Decision rejected() {
    return new Decision(
        new Subject.OfSource("shop"), DecisionKind.REJECTED, Scenario.OWNER, 0, 3, "sig_mismatch");
  }

  /** As many entries as a seal may have, behind the position. */
  private static List<LedgerEntry> full(long after) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (int i = 1; i <= Seal.MAX_ENTRIES; i++) {
      entries.add(at(after + i));
    }
    return Collections.unmodifiableList(entries);
  }

  /** An entry that is nowhere: what a seal says is its maker's business. */
  private static LedgerEntry at(long position) {
    return new LedgerEntry(
        position,
        new Subject.OfSource("shop"),
        0,
        Instant.EPOCH,
        DecisionKind.REJECTED,
        Scenario.OWNER,
        0,
        0,
        0,
        1,
        "made up");
  }
}
