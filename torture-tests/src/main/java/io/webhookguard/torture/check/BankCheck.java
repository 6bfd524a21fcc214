package io.webhookguard.torture.check;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.history.Sent;
import io.webhookguard.torture.plan.Workload;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Effects at the bank: I4, I5 and I6. */
final class BankCheck {

  /** Why a handler may have run again although its effect had happened. */
  private static final Set<DecisionKind> REASONS =
      EnumSet.of(DecisionKind.RECOVERED, DecisionKind.IN_DOUBT, DecisionKind.RETRY_SCHEDULED);

  private final History history;
  private final Breaches breaches;
  private final Map<EventName, List<BankLine>> lines;
  private final Map<EventName, List<LedgerRow>> stories;
  private final Map<EventName, String> digests = new HashMap<>();

  BankCheck(History history, Breaches breaches) {
    this.history = history;
    this.breaches = breaches;
    this.lines = history.bankById();
    this.stories = history.stories();
    for (Sent sent : history.sent()) {
      digests.put(new EventName(sent.source(), sent.eventId()), sent.sha256());
    }
  }

  void check() {
    for (Map.Entry<EventName, EventRow> entry : history.eventsById().entrySet()) {
      EventName id = entry.getKey();
      boolean complete = entry.getValue().state() == EventState.COMPLETE;
      List<BankLine> own = lines.getOrDefault(id, List.of());
      Optional<Workload> workload = Workload.ofSource(id.source());
      if (workload.isPresent()) {
        switch (workload.get()) {
          case KEYED -> keyed(id, complete, own);
          case FREE -> free(id, complete, own);
          case PARKED -> parked(id, complete, own);
          case STEPS -> steps(id, complete, own);
          case PROBED -> probed(id, complete, own);
          case TX, OWN -> breaches.require(own.isEmpty(), Invariant.I3, id + " is at the bank");
        }
      }
    }
    requireOwnKeys();
  }

  private void keyed(EventName id, boolean complete, List<BankLine> own) {
    applied(id, complete ? 1 : 0, 1, own);
  }

  /** Each of so many keys is applied once, and all requests carry the bytes that were sent. */
  private void applied(EventName id, int least, int most, List<BankLine> own) {
    long applied = own.stream().filter(BankLine::applied).count();
    long keys = own.stream().map(BankLine::key).distinct().count();
    breaches.require(
        applied >= least && applied <= most && keys <= most,
        Invariant.I4,
        id + " was applied " + applied + " times, with " + keys + " keys");
    breaches.require(
        own.stream().allMatch(line -> line.sha256().equals(digests.get(id))),
        Invariant.I4,
        id + " was asked for with other bytes than were sent");
  }

  /** The second step shows that the first one was recorded: later attempts must not repeat it. */
  private void steps(EventName id, boolean complete, List<BankLine> own) {
    applied(id, complete ? 2 : 0, 2, own);
    long secondOf = Long.MAX_VALUE;
    for (BankLine line : own) {
      boolean first = line.key().equals(own.get(0).key());
      breaches.require(
          !first || line.token() <= secondOf,
          Invariant.I4,
          id + " did its first step again although it was recorded");
      secondOf = first ? secondOf : Math.min(secondOf, line.token());
    }
  }

  /**
   * Only who was taken over while it stood still may make its effect after the probe has looked.
   */
  private void probed(EventName id, boolean complete, List<BankLine> own) {
    breaches.require(
        !complete || !own.isEmpty(), Invariant.I6, id + " is complete and did not happen");
    List<LedgerRow> story = stories.getOrDefault(id, List.of());
    long inTime = own.stream().filter(line -> !isLate(line, story)).count();
    breaches.require(
        inTime <= 1, Invariant.I6, id + " happened " + inTime + " times under claims that held");
  }

  private static boolean isLate(BankLine line, List<LedgerRow> story) {
    return story.stream()
        .anyMatch(
            row ->
                row.kind() == DecisionKind.RECOVERED
                    && row.token() > line.token()
                    && row.atMillis() <= line.atMillis());
  }

  /** No two events have one key. */
  private void requireOwnKeys() {
    Map<String, Set<EventName>> owners =
        history.bank().stream()
            .filter(line -> !line.key().equals(BankLine.NO_KEY))
            .collect(
                Collectors.groupingBy(
                    BankLine::key,
                    Collectors.mapping(
                        line -> new EventName(line.source(), line.eventId()),
                        Collectors.toCollection(HashSet::new))));
    owners.forEach(
        (key, ids) ->
            breaches.require(ids.size() == 1, Invariant.I4, ids + " were asked for with one key"));
  }

  private void free(EventName id, boolean complete, List<BankLine> own) {
    breaches.require(
        !complete || !own.isEmpty(), Invariant.I5, id + " is complete and did not happen");
    List<LedgerRow> story = stories.getOrDefault(id, List.of());
    long begun = count(story, DecisionKind.STARTED) - count(story, DecisionKind.RELEASED);
    breaches.require(
        own.size() <= begun,
        Invariant.I5,
        id + " happened " + own.size() + " times, the ledger knows of " + begun + " attempts");
    breaches.require(
        own.size() <= 1 || story.stream().anyMatch(row -> REASONS.contains(row.kind())),
        Invariant.I5,
        id + " happened " + own.size() + " times, and the ledger has no reason");
  }

  private static long count(List<LedgerRow> story, DecisionKind kind) {
    return story.stream().filter(row -> row.kind() == kind).count();
  }

  private void parked(EventName id, boolean complete, List<BankLine> own) {
    breaches.require(own.size() <= 1, Invariant.I6, id + " happened " + own.size() + " times");
    breaches.require(
        !complete || own.size() == 1, Invariant.I6, id + " is complete and did not happen");
  }
}
