package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks along the entries of one event as the state machine allows, and notes its claims. */
final class Walk {

  /** One claim, from its grant or takeover to its end. */
  static final class Tenure {
    final long token;
    final boolean recovered;
    final String owner;
    final Instant startedAt;
    final int generation;
    final int attempt;
    final boolean afterDoubt;
    final int freshStarts;
    Optional<DecisionKind> end = Optional.empty();

    private Tenure(LedgerEntry entry, boolean afterDoubt, int freshStarts) {
      this.token = entry.token();
      this.recovered = entry.kind() == DecisionKind.RECOVERED;
      this.owner = entry.actor();
      this.startedAt = entry.at();
      this.generation = entry.generation();
      this.attempt = entry.attempt();
      this.afterDoubt = afterDoubt;
      this.freshStarts = freshStarts;
    }

    @Override
    public String toString() {
      return (recovered ? "takeover " : "claim ") + token + " of " + owner;
    }
  }

  private final List<Tenure> tenures = new ArrayList<>();
  private final List<Instant> windowStarts = new ArrayList<>();
  private final List<String> flaws = new ArrayList<>();
  private Optional<EventState> state = Optional.empty();
  private Optional<Instant> windowStart = Optional.empty();
  private int windowTenure = -1;
  private long token;
  private int attempts;
  private int freshStarts;
  private int generation = 1;
  private boolean doubt;
  private boolean startedAfresh;

  private Walk() {}

  /** Walks to the end of the entries, and compares where that is with where the event is. */
  static Walk along(List<LedgerEntry> entries, EventRecord event) {
    Walk walk = new Walk();
    for (int i = 0; i < entries.size(); i++) {
      LedgerEntry entry = entries.get(i);
      walk.require(entry.number() == i + 1, entry, "is not dense");
      if (!entry.kind().isSummary() && !entry.kind().isNote()) {
        walk.step(entry);
      }
    }
    walk.compare(event);
    return walk;
  }

  /** All claims in order. */
  List<Tenure> tenures() {
    return tenures;
  }

  /** From when on the key of the claim at this place was in use when it started. */
  Instant windowStart(int place) {
    return windowStarts.get(place);
  }

  /** How many attempts up to the takeover at this place ended so, one after the other. */
  int takeoversInARow(int place) {
    int row = 0;
    for (int i = place;
        i >= 0 && tenures.get(i).freshStarts == tenures.get(place).freshStarts;
        i--) {
      boolean takenOver = tenures.get(i).end.equals(Optional.of(DecisionKind.RECOVERED));
      if (!tenures.get(i).recovered && !takenOver) {
        return row;
      }
      row += tenures.get(i).recovered ? 0 : 1;
    }
    return row;
  }

  /** Whether somebody or a redelivery had it run again within a generation. */
  boolean startedAfresh() {
    return startedAfresh;
  }

  List<String> flaws() {
    return flaws;
  }

  private void step(LedgerEntry entry) {
    switch (entry.kind()) {
      case RECEIVED -> move(entry, Optional.empty(), EventState.PENDING);
      case IGNORED -> move(entry, Optional.empty(), EventState.COMPLETE);
      case STARTED -> start(entry);
      case RECOVERED -> recover(entry);
      case COMPLETED -> end(entry, EventState.COMPLETE, false);
      case RETRY_SCHEDULED -> end(entry, EventState.PENDING, doubt);
      case RELEASED -> release(entry);
      case IN_DOUBT -> end(entry, EventState.PENDING, true);
      case PARKED -> end(entry, EventState.FAILED, true);
      case FAILED -> end(entry, EventState.FAILED, doubt);
      case REOPENED -> {
        startedAfresh = true;
        freshStart(entry, EventState.FAILED);
      }
      case RETRIED -> {
        startedAfresh = true;
        doubt = false;
        windowStart = Optional.empty();
        freshStart(entry, EventState.FAILED);
      }
      case REPLAYED -> {
        generation++;
        doubt = false;
        windowStart = Optional.empty();
        freshStart(entry, EventState.COMPLETE);
      }
      case CONFIRMED -> move(entry, Optional.of(EventState.FAILED), EventState.COMPLETE);
      case DISCARDED -> discard(entry);
      case ERASED, PURGED -> requireState(entry, EventState.COMPLETE, EventState.FAILED);
      case DUPLICATE, CONFLICT, REJECTED, SUPERSEDED, REQUESTED, OVERRIDDEN, ROLLED_BACK -> {}
    }
    require(entry.generation() == generation, entry, "is of another generation");
  }

  private void move(LedgerEntry entry, Optional<EventState> from, EventState to) {
    require(state.equals(from), entry, "follows " + state);
    state = Optional.of(to);
  }

  private void requireState(LedgerEntry entry, EventState... allowed) {
    require(state.isPresent() && List.of(allowed).contains(state.get()), entry, "follows " + state);
  }

  private void start(LedgerEntry entry) {
    move(entry, Optional.of(EventState.PENDING), EventState.PROCESSING);
    require(entry.token() > token, entry, "has no greater token than " + token);
    attempts++;
    require(entry.attempt() == attempts, entry, "is attempt " + entry.attempt());
    token = entry.token();
    if (windowStart.isEmpty()) {
      windowStart = Optional.of(entry.at());
      windowTenure = tenures.size();
    }
    windowStarts.add(windowStart.get());
    tenures.add(new Tenure(entry, doubt, freshStarts));
  }

  private void recover(LedgerEntry entry) {
    requireState(entry, EventState.PROCESSING);
    require(entry.token() > token, entry, "has no greater token than " + token);
    token = entry.token();
    last().end = Optional.of(entry.kind());
    doubt = true;
    windowStarts.add(windowStart.orElse(entry.at()));
    tenures.add(new Tenure(entry, true, freshStarts));
  }

  private void end(LedgerEntry entry, EventState to, boolean doubtful) {
    move(entry, Optional.of(EventState.PROCESSING), to);
    require(entry.token() == token, entry, "ends claim " + entry.token() + " and not " + token);
    doubt = doubtful;
    if (!tenures.isEmpty()) {
      last().end = Optional.of(entry.kind());
    }
  }

  private void release(LedgerEntry entry) {
    end(entry, EventState.PENDING, doubt);
    attempts = Math.max(0, attempts - 1);
    if (windowTenure == tenures.size() - 1) {
      windowStart = Optional.empty();
    }
  }

  private void freshStart(LedgerEntry entry, EventState from) {
    move(entry, Optional.of(from), EventState.PENDING);
    attempts = 0;
    freshStarts++;
  }

  private void discard(LedgerEntry entry) {
    requireState(entry, EventState.PENDING, EventState.FAILED);
    state = Optional.of(EventState.FAILED);
  }

  private Tenure last() {
    return tenures.get(tenures.size() - 1);
  }

  private void compare(EventRecord event) {
    boolean same =
        state.equals(Optional.of(event.state()))
            && token == event.newestToken()
            && generation == event.generation()
            && attempts == event.attempts();
    if (!same) {
      flaws.add("the entries lead to " + state + " and not to " + event);
    }
  }

  private void require(boolean holds, LedgerEntry entry, String otherwise) {
    if (!holds) {
      flaws.add("entry " + entry.number() + " " + entry.kind() + " " + otherwise);
    }
  }

  /** All entries of a ledger, in order. */
  static List<LedgerEntry> scan(Stage stage) {
    List<LedgerEntry> all = new ArrayList<>();
    long after = 0;
    List<LedgerEntry> page;
    do {
      page = stage.store.ledger().scan(after, Limits.MAX_PAGE).entries();
      all.addAll(page);
      after += page.size();
    } while (!page.isEmpty());
    return all;
  }
}
