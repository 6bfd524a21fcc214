package io.webhookguard.store.memory;

import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Seals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be wrong with seals and the archive. */
final class WrongSeals {

  private WrongSeals() {}

  /** Passes everything on. */
  private abstract static class Forwarding implements Seals {

    final Seals right;

    Forwarding(Seals right) {
      this.right = right;
    }

    @Override
    public Optional<Seal> newest() {
      return right.newest();
    }

    @Override
    public SealAnswer add(Seal seal) {
      return right.add(seal);
    }

    @Override
    public List<Seal> list(long after, int limit) {
      return right.list(after, limit);
    }

    @Override
    public Optional<ArchiveMark> archived() {
      return right.archived();
    }

    @Override
    public ArchiveAnswer archive(ArchiveMark mark) {
      return right.archive(mark);
    }

    @Override
    public int dropArchived(int limit) {
      return right.dropArchived(limit);
    }
  }

  static Seals addedUnseen(Seals right) {
    List<Seal> added = new CopyOnWriteArrayList<>();
    return new Forwarding(right) {
      @Override
      public Optional<Seal> newest() {
        return added.isEmpty() ? Optional.empty() : Optional.of(added.get(added.size() - 1));
      }

      @Override
      public SealAnswer add(Seal seal) {
        added.add(seal);
        right.add(seal);
        return new SealAnswer.Added();
      }

      @Override
      public List<Seal> list(long after, int limit) {
        Seals.requirePage(after, limit);
        return added.stream().filter(seal -> seal.number() > after).limit(limit).toList();
      }
    };
  }

  static Seals lookingFirst(Seals right) {
    return new Forwarding(right) {
      @Override
      public SealAnswer add(Seal seal) {
        boolean follows = seal.follows(right.newest());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // another caller comes between
        SealAnswer answer = right.add(seal);
        return follows ? new SealAnswer.Added() : answer;
      }
    };
  }

  static Seals withoutRepeats(Seals right) {
    return new Forwarding(right) {
      @Override
      public SealAnswer add(Seal seal) {
        SealAnswer answer = right.add(seal);
        return answer instanceof SealAnswer.Repeated
            ? new SealAnswer.NotNext(right.newest())
            : answer;
      }
    };
  }

  static Seals withoutSignatures(Seals right) {
    return new Forwarding(right) {
      @Override
      public SealAnswer add(Seal seal) {
        return right.add(seal.signed(SealSignature.NONE));
      }
    };
  }

  static Seals goingWithEntries(Seals right) {
    return new Forwarding(right) {
      @Override
      public List<Seal> list(long after, int limit) {
        long gone = right.archived().map(ArchiveMark::seal).orElse(0L);
        return right.list(Math.max(after, gone), limit);
      }
    };
  }

  static Seals markedAnywhere(Seals right) {
    return new Forwarding(right) {
      @Override
      public ArchiveAnswer archive(ArchiveMark mark) {
        ArchiveAnswer answer = right.archive(mark);
        return answer instanceof ArchiveAnswer.Refused ? new ArchiveAnswer.Marked() : answer;
      }
    };
  }

  static Seals droppingBehind(Seals right, StoreState state) {
    return new Forwarding(right) {
      @Override
      public int dropArchived(int limit) {
        int dropped = right.dropArchived(limit);
        synchronized (state) {
          right.archived().ifPresent(mark -> state.journal.drop(mark.upTo() + 1, 1));
        }
        return dropped;
      }
    };
  }
}
