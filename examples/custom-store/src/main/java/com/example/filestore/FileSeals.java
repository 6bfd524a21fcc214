package com.example.filestore;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Outline;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Seals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The chain of seals: rules SL. A file for each seal and each mark, written once. */
final class FileSeals implements Seals {

  private static final String SEAL = ".seal";
  private static final String MARK = ".archived";
  private static final String SEAL_V1 = "filestore seal 1";
  private static final String MARK_V1 = "filestore archive 1";

  private final Folder folder;
  private final Table table;
  private final NavigableMap<Long, Seal> seals = new TreeMap<>();
  private Optional<ArchiveMark> mark;

  FileSeals(Folder folder, Table table) {
    this.folder = folder;
    this.table = table;
    folder.readAll(SEAL).stream().map(FileSeals::seal).forEach(it -> seals.put(it.number(), it));
    this.mark =
        folder.readAll(MARK).stream()
            .map(FileSeals::mark)
            .max(Comparator.comparingLong(ArchiveMark::seal));
    // Entries may be gone, and their positions must not come again.
    newestSeal().ifPresent(seal -> table.positionsBehind(seal.upTo()));
  }

  private Optional<Seal> newestSeal() {
    return Optional.ofNullable(seals.lastEntry()).map(NavigableMap.Entry::getValue);
  }

  @Override
  public Optional<Seal> newest() {
    return table.call(this::newestSeal);
  }

  @Override
  public SealAnswer add(Seal seal) {
    return table.call(
        () -> {
          if (seal.equals(seals.get(seal.number()))) {
            return new SealAnswer.Repeated();
          }
          if (!seal.follows(newestSeal())) {
            return new SealAnswer.NotNext(newestSeal());
          }
          folder.replace(seal.number() + SEAL, bytes(seal));
          seals.put(seal.number(), seal);
          return new SealAnswer.Added();
        });
  }

  @Override
  public List<Seal> list(long after, int limit) {
    Seals.requirePage(after, limit);
    return table.call(() -> seals.tailMap(after, false).values().stream().limit(limit).toList());
  }

  @Override
  public Optional<ArchiveMark> archived() {
    return table.call(() -> mark);
  }

  @Override
  public ArchiveAnswer archive(ArchiveMark wanted) {
    return table.call(
        () -> {
          if (mark.equals(Optional.of(wanted))) {
            return new ArchiveAnswer.Repeated();
          }
          boolean further = mark.map(ArchiveMark::seal).orElse(0L) < wanted.seal();
          Optional<Seal> last = Optional.ofNullable(seals.get(wanted.seal()));
          if (!further || last.filter(wanted::names).isEmpty()) {
            return new ArchiveAnswer.Refused(mark);
          }
          folder.replace(wanted.seal() + MARK, bytes(wanted));
          mark = Optional.of(wanted);
          return new ArchiveAnswer.Marked();
        });
  }

  @Override
  public int dropArchived(int limit) {
    Seals.requireDrop(limit);
    return table.call(
        () -> {
          List<LedgerEntry> gone = new ArrayList<>();
          mark.ifPresent(
              set ->
                  table.ledger().headMap(set.upTo(), true).values().stream()
                      .limit(limit)
                      .forEach(gone::add));
          table.drop(gone);
          return gone.size();
        });
  }

  private static byte[] bytes(Seal seal) {
    return RowFile.sealed(
        SEAL_V1,
        out -> {
          out.number(seal.number());
          out.number(seal.after());
          out.number(seal.upTo());
          out.bytes(seal.root().toByteArray());
          out.bytes(seal.outline().toByteArray());
          out.bytes(seal.previous().toByteArray());
          out.time(seal.at());
          out.bytes(seal.signature().toByteArray());
        });
  }

  private static Seal seal(byte[] file) {
    return RowFile.opened(
        SEAL_V1,
        file,
        in ->
            new Seal(
                in.number(),
                in.number(),
                in.number(),
                Sha256.ofDigest(in.bytes()),
                Outline.ofBytes(in.bytes()),
                Sha256.ofDigest(in.bytes()),
                in.time(),
                SealSignature.of(in.bytes())));
  }

  private static byte[] bytes(ArchiveMark mark) {
    return RowFile.sealed(
        MARK_V1,
        out -> {
          out.number(mark.seal());
          out.number(mark.upTo());
          out.bytes(mark.head().toByteArray());
          out.bytes(mark.file().toByteArray());
          out.text(mark.actor());
          out.time(mark.at());
        });
  }

  private static ArchiveMark mark(byte[] file) {
    return RowFile.opened(
        MARK_V1,
        file,
        in ->
            new ArchiveMark(
                in.number(),
                in.number(),
                Sha256.ofDigest(in.bytes()),
                Sha256.ofDigest(in.bytes()),
                in.text(),
                in.time()));
  }
}
