package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.store.Limits;
import io.webhookguard.core.ledger.SealAnchor;
import io.webhookguard.core.ledger.Sealing;
import io.webhookguard.core.lock.HeldLock;
import io.webhookguard.core.lock.LockTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what the ledger shows and will not show anything before (LG-3), on one node at a time.
 *
 * <ul>
 *   <li>Whoever looks and finds nothing new writes nothing, not even a lock.
 *   <li>Nobody waits for it. What it does not get done in a round, the next one does; entries that
 *       are not sealed yet are safe, only not sealed.
 *   <li>Two nodes at once harm nothing: a seal is added only behind the one that it names. So a
 *       lost reply needs no care either, because each round asks anew for the newest seal.
 * </ul>
 *
 * <p>It also hands each seal to the anchor, behind what the anchor says that it has.
 */
final class Sealer {

  private static final Logger log = LoggerFactory.getLogger(Sealer.class);
  private static final String LOCK = "guard.seal";

  /** How many seals are made, and how many are handed to the anchor, in a round. */
  private static final int MOST_SEALS = 100;

  private final Node node;
  private final Ledger ledger;
  private final Seals seals;
  private final Sealing sealing;
  private final LockTemplate locks;
  private final Coalesced work;
  private volatile boolean stopped;

  // Only the one task touches these.
  private Optional<Seal> newest = Optional.empty();
  private boolean anchored;
  private String trouble = "";

  Sealer(Node node, Sealing sealing) {
    this.node = node;
    this.ledger = node.store().ledger();
    this.seals = node.store().seals();
    this.sealing = sealing;
    this.locks = new LockTemplate(node.store().lock(), node.runtime());
    this.anchored = sealing.anchor().isEmpty();
    this.work = new Coalesced("sealing", node.runtime().background(), this::work);
  }

  /** It is time again. */
  void tick() {
    work.request();
  }

  /** No further seals. */
  void stop() {
    stopped = true;
  }

  private void work() {
    Optional<String> wrong = Optional.empty();
    try {
      if (!stopped && hasWork()) {
        wrong =
            locks
                .run(LOCK, node.settings().lease(), this::round)
                .match(ran -> ran.result(), lost -> lost.result(), busy -> Optional.empty());
      }
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("no more is sealed this time: {}", e.getMessage());
    } catch (RuntimeException e) {
      wrong = Optional.of("the ledger cannot be sealed: " + e);
    }
    tell(wrong.orElse(""));
  }

  /** A trouble that lasts is told when it begins, not every second. */
  private void tell(String now) {
    if (!now.isEmpty() && !now.equals(trouble)) {
      log.error("WG602 {}", now);
    }
    trouble = now;
  }

  /** Looks from the newest seal that this node knows, and only then for a newer one. */
  private boolean hasWork() {
    if (!isNew()) {
      return !anchored;
    }
    seen(seals.newest());
    return !anchored || isNew();
  }

  private boolean isNew() {
    return !ledger.scan(end(), 1).entries().isEmpty();
  }

  private long end() {
    return newest.map(Seal::upTo).orElse(0L);
  }

  private void seen(Optional<Seal> now) {
    anchored &= sealing.anchor().isEmpty() || now.equals(newest);
    newest = now;
  }

  /** Says what is wrong, if anything is. */
  private Optional<String> round(HeldLock held) {
    seal(held);
    return sealing.anchor().flatMap(anchor -> hand(anchor, held));
  }

  private void seal(HeldLock held) {
    seen(seals.newest());
    int made = 0;
    List<LedgerEntry> entries = closed();
    while (!entries.isEmpty() && made < MOST_SEALS && !stopped && held.isHeld()) {
      Seal next = signed(Seal.next(newest, entries, held.grantedAt()));
      Optional<Seal> end =
          seals
              .add(next)
              .match(
                  added -> Optional.of(next),
                  repeated -> Optional.of(next),
                  other -> other.newest());
      made += end.equals(Optional.of(next)) ? 1 : 0;
      seen(end);
      entries = entries.size() == Seal.MAX_ENTRIES ? closed() : List.of();
    }
    if (made > 0) {
      log.debug("{} seals were added; the newest is {}", made, newest.map(Seal::number));
    }
  }

  /** The next entries that will stay the next ones. */
  private List<LedgerEntry> closed() {
    List<LedgerEntry> entries = new ArrayList<>();
    long after = end();
    LedgerPage page;
    do {
      page = ledger.scan(after, Math.min(Limits.MAX_PAGE, Seal.MAX_ENTRIES - entries.size()));
      entries.addAll(page.entries());
      after = page.next();
    } while (page.entries().size() == Limits.MAX_PAGE && entries.size() < Seal.MAX_ENTRIES);
    return entries;
  }

  private Seal signed(Seal seal) {
    return sealing.signer().map(signer -> seal.signed(signer.sign(seal.digest()))).orElse(seal);
  }

  /** An anchor is somebody else's code: whatever it throws means that it has not taken the seal. */
  private Optional<String> hand(SealAnchor anchor, HeldLock held) {
    long number = newest.map(Seal::number).orElse(0L);
    long taken;
    try {
      taken = anchor.newest();
    } catch (RuntimeException e) {
      return Optional.of("the anchor does not say which seals it has: " + e);
    }
    if (taken > number) {
      return Optional.of(
          "the anchor has seal " + taken + ", and the newest in the store is " + number);
    }
    for (Seal seal : seals.list(taken, MOST_SEALS)) {
      if (stopped || !held.isHeld()) {
        return Optional.empty();
      }
      try {
        anchor.take(seal);
      } catch (RuntimeException e) {
        return Optional.of("the anchor does not take seals: " + e);
      }
      taken = seal.number();
    }
    anchored = taken == number;
    return Optional.empty();
  }
}
