package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises in their own words, judged by what can be seen alone: whoever doubts the model can
 * read these.
 *
 * <p>At most one current claim for each event; tokens that grow; one claim for each lane; a ledger
 * without gaps for each event; terminal events that only an intervention or a purge changes; a
 * decision for each change of state; and nothing acknowledged that is missing. The order within a
 * lane is the model's to judge: records do not show ranks.
 */
final class Invariants {

  private static final Set<DecisionKind> GRANTS =
      EnumSet.of(DecisionKind.STARTED, DecisionKind.RECOVERED);
  private static final Set<DecisionKind> ENDS =
      EnumSet.of(
          DecisionKind.COMPLETED,
          DecisionKind.RETRY_SCHEDULED,
          DecisionKind.IN_DOUBT,
          DecisionKind.FAILED,
          DecisionKind.PARKED,
          DecisionKind.RELEASED);
  private static final Set<DecisionKind> OUTSIDE_ATTEMPTS =
      EnumSet.range(DecisionKind.REOPENED, DecisionKind.PURGED);

  private Map<EventKey, EventRecord> before = new HashMap<>();
  private final Map<EventKey, Integer> numbers = new HashMap<>();
  private final Map<EventKey, Long> openClaims = new HashMap<>();
  private final Map<Object, Long> tokens = new HashMap<>();

  /**
   * Judges one step.
   *
   * @param records all events after it
   * @param fresh the entries that it wrote
   * @param purged whether it may forget events
   */
  void observe(List<EventRecord> records, List<LedgerEntry> fresh, boolean purged) {
    Map<EventKey, EventRecord> after = new HashMap<>();
    records.forEach(record -> after.put(record.key(), record));
    before
        .values()
        .forEach(record -> nothingIsLost(record, after.get(record.key()) != null, purged));
    for (LedgerEntry entry : fresh) {
      entry.subject().match(of -> decided(of.key(), entry, after.get(of.key())), of -> true);
    }
    records.forEach(record -> changesAreDecided(record, fresh));
    oneClaimPerLane(records);
    before = after;
  }

  private static void nothingIsLost(EventRecord record, boolean there, boolean purged) {
    Check.that(
        there || (purged && record.state() != EventState.PENDING),
        "ES-1",
        () -> record.key() + " was acknowledged and is gone");
  }

  private boolean decided(EventKey key, LedgerEntry entry, @Nullable EventRecord now) {
    boolean admission =
        entry.kind() == DecisionKind.RECEIVED || entry.kind() == DecisionKind.IGNORED;
    int expected = admission ? 1 : numbers.getOrDefault(key, 0) + 1;
    Check.equal("LG-2", () -> "the number of " + entry, expected, entry.number());
    numbers.put(key, entry.number());
    if (GRANTS.contains(entry.kind())) {
      granted(key, entry, Optional.ofNullable(now).flatMap(Invariants::lane));
    } else if (ENDS.contains(entry.kind())) {
      Check.equal(
          "ES-20",
          () -> "the claim that " + entry + " ends",
          openClaims.getOrDefault(key, 0L),
          entry.token());
      openClaims.remove(key);
    }
    return true;
  }

  private void granted(EventKey key, LedgerEntry entry, Optional<Sha256> lane) {
    boolean open = openClaims.containsKey(key);
    Check.that(
        open == (entry.kind() == DecisionKind.RECOVERED),
        "ES-11",
        () -> entry + " while the open claim of " + key + " is " + openClaims.get(key));
    openClaims.put(key, entry.token());
    grows(key, entry.token());
    lane.ifPresent(of -> grows(of, entry.token()));
  }

  private void grows(Object owner, long token) {
    long newest = tokens.getOrDefault(owner, 0L);
    Check.that(
        token > newest, "ES-12", () -> "token " + token + " of " + owner + " after " + newest);
    tokens.put(owner, token);
  }

  private void changesAreDecided(EventRecord record, List<LedgerEntry> fresh) {
    EventRecord former = before.get(record.key());
    List<DecisionKind> decisions =
        fresh.stream()
            .filter(
                entry -> entry.subject().match(of -> of.key().equals(record.key()), of -> false))
            .map(LedgerEntry::kind)
            .filter(kind -> !kind.isSummary() && !kind.isNote())
            .toList();
    if (former == null) {
      Check.that(!decisions.isEmpty(), "LG-1", () -> record.key() + " is new without an entry");
    } else if (former.state() != record.state() || former.generation() != record.generation()) {
      Check.that(!decisions.isEmpty(), "LG-1", () -> record.key() + " changed without an entry");
    }
    if (former != null && isTerminal(former) && !former.equals(record)) {
      Check.that(
          decisions.stream().anyMatch(OUTSIDE_ATTEMPTS::contains),
          "ES-47",
          () -> "nobody intervened in " + former + ", but it is " + record);
    }
  }

  private static boolean isTerminal(EventRecord record) {
    return record.state() == EventState.COMPLETE || record.state() == EventState.FAILED;
  }

  private void oneClaimPerLane(List<EventRecord> records) {
    Map<Sha256, EventRecord> running = new HashMap<>();
    for (EventRecord record : records) {
      if (record.state() == EventState.PROCESSING && lane(record).isPresent()) {
        EventRecord other = running.put(lane(record).get(), record);
        Check.that(
            other == null, "LN-1", () -> record.key() + " runs beside another event of its lane");
      }
    }
  }

  private static Optional<Sha256> lane(EventRecord record) {
    return record.lane().isNone()
        ? Optional.empty()
        : Optional.of(record.lane().digest(record.key().route(), record.key().scope()));
  }
}
