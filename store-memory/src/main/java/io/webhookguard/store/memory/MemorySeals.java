package io.webhookguard.store.memory;

import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.Seals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chain of seals (SL): a list to which only the next one is added. */
final class MemorySeals implements Seals {

  private final StoreState state;
  private final List<Seal> seals = new ArrayList<>();
  private Optional<ArchiveMark> mark = Optional.empty();

  MemorySeals(StoreState state) {
    this.state = state;
  }

  @Override
  public Optional<Seal> newest() {
    synchronized (state) {
      return number(seals.size());
    }
  }

  /** The seal with the number, if there is one. */
  private Optional<Seal> number(long number) {
    return number < 1 || number > seals.size()
        ? Optional.empty()
        : Optional.of(seals.get((int) number - 1));
  }

  @Override
  public SealAnswer add(Seal seal) {
    synchronized (state) {
      if (number(seal.number()).equals(Optional.of(seal))) {
        return new SealAnswer.Repeated();
      }
      if (!seal.follows(newest())) {
        return new SealAnswer.NotNext(newest());
      }
      seals.add(seal);
      return new SealAnswer.Added();
    }
  }

  @Override
  public List<Seal> list(long after, int limit) {
    Seals.requirePage(after, limit);
    synchronized (state) {
      int from = (int) Math.min(after, seals.size());
      return List.copyOf(seals.subList(from, Math.min(from + limit, seals.size())));
    }
  }

  @Override
  public Optional<ArchiveMark> archived() {
    synchronized (state) {
      return mark;
    }
  }

  @Override
  public ArchiveAnswer archive(ArchiveMark wanted) {
    synchronized (state) {
      if (mark.equals(Optional.of(wanted))) {
        return new ArchiveAnswer.Repeated();
      }
      boolean further = mark.map(ArchiveMark::seal).orElse(0L) < wanted.seal();
      if (!further || number(wanted.seal()).filter(wanted::names).isEmpty()) {
        return new ArchiveAnswer.Refused(mark);
      }
      mark = Optional.of(wanted);
      return new ArchiveAnswer.Marked();
    }
  }

  @Override
  public int dropArchived(int limit) {
    Seals.requireDrop(limit);
    synchronized (state) {
      return mark.map(set -> state.journal.drop(set.upTo(), limit)).orElse(0);
    }
  }
}
