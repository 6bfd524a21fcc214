package io.webhookguard.store.redis;

import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.Seals;
import java.util.List;
import java.util.Optional;

/**
 * The chain of seals and the marks of the archive (SL): both in one partition, whatever partitions
 * the entries are in.
 */
final class RedisSeals implements Seals {

  private final Data data;
  private final Chain<Seal> seals;
  private final Chain<ArchiveMark> marks;

  RedisSeals(Data data) {
    this.data = data;
    this.seals = new Chain<>(data, "seals", SealBytes::seal);
    this.marks = new Chain<>(data, "archive", SealBytes::mark);
  }

  @Override
  public Optional<Seal> newest() {
    return seals.newest();
  }

  @Override
  public SealAnswer add(Seal seal) {
    Optional<Seal> newest = newest();
    if (seal.follows(newest) && seals.add(seal.number() - 1, seal.number(), SealBytes.of(seal))) {
      return new SealAnswer.Added();
    }
    return number(seal.number()).equals(Optional.of(seal))
        ? new SealAnswer.Repeated()
        : new SealAnswer.NotNext(newest());
  }

  private Optional<Seal> number(long number) {
    return seals.list(number - 1, 1).stream().filter(found -> found.number() == number).findFirst();
  }

  @Override
  public List<Seal> list(long after, int limit) {
    Seals.requirePage(after, limit);
    return seals.list(after, limit);
  }

  @Override
  public Optional<ArchiveMark> archived() {
    return marks.newest();
  }

  @Override
  public ArchiveAnswer archive(ArchiveMark mark) {
    Optional<ArchiveMark> newest = archived();
    long seen = newest.map(ArchiveMark::seal).orElse(0L);
    if (seen < mark.seal()
        && number(mark.seal()).filter(mark::names).isPresent()
        && marks.add(seen, mark.seal(), SealBytes.of(mark))) {
      return new ArchiveAnswer.Marked();
    }
    Optional<ArchiveMark> now = archived();
    return now.equals(Optional.of(mark))
        ? new ArchiveAnswer.Repeated()
        : new ArchiveAnswer.Refused(now);
  }

  /** One partition after the other: entries go oldest first within each. */
  @Override
  public int dropArchived(int limit) {
    Seals.requireDrop(limit);
    Optional<ArchiveMark> mark = archived();
    int dropped = 0;
    for (Partition partition : data.partitions().all()) {
      if (mark.isPresent() && dropped < limit) {
        dropped += drop(partition, mark.get().upTo(), limit - dropped);
      }
    }
    return dropped;
  }

  private int drop(Partition partition, long upTo, int limit) {
    long tick = RedisLedger.tickUpTo(upTo, partition);
    Args args = new Args().add(tick).add(limit);
    return data.run(Call.of(partition, Script.DROP, args)).fields().small();
  }
}
