package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entries that must have been written (LG). Their order is fixed for each event and each
 * source; across them it is the store's, as it shows in a scan.
 */
final class ModelLedger {

  /** The actor where the call names none. */
  static final String GUARD = "guard";

  private final Map<Subject, List<Expected>> expected = new LinkedHashMap<>();
  private final List<LedgerEntry> seen = new ArrayList<>();
  private final Map<Subject, List<LedgerEntry>> seenOf = new LinkedHashMap<>();

  /** What an entry must say. {@code detail} is a part of its text. */
  private record Expected(
      int number,
      Instant at,
      DecisionKind kind,
      String actor,
      int generation,
      int attempt,
      long token,
      long count,
      String detail) {}

  ModelLedger copy() {
    ModelLedger copy = new ModelLedger();
    expected.forEach((subject, entries) -> copy.expected.put(subject, new ArrayList<>(entries)));
    copy.seen.addAll(seen);
    seenOf.forEach((subject, entries) -> copy.seenOf.put(subject, new ArrayList<>(entries)));
    return copy;
  }

  Object essence() {
    return Map.copyOf(expected);
  }

  // What calls write.

  /** A decision about the event's newest attempt. */
  void attempt(ModelEvent event, Instant now, DecisionKind kind, String actor) {
    write(event, new Facts(now, kind, actor, event.attempts, event.newestToken, 1, ""));
  }

  /** A decision about the event that concerns no attempt. */
  void event(ModelEvent event, Instant now, DecisionKind kind, String actor, String detail) {
    write(event, new Facts(now, kind, actor, 0, 0, 1, detail));
  }

  /** A summary or a note about the event. */
  void summary(ModelEvent event, Instant now, Decision said) {
    write(
        event,
        new Facts(now, said.kind(), said.actor(), 0, said.token(), said.count(), said.detail()));
  }

  /** A summary about a source. */
  void summary(Subject.OfSource source, Instant now, Decision said) {
    of(expected, source)
        .add(
            new Expected(
                0,
                now,
                said.kind(),
                said.actor(),
                0,
                0,
                said.token(),
                said.count(),
                said.detail()));
  }

  private record Facts(
      Instant at,
      DecisionKind kind,
      String actor,
      int attempt,
      long token,
      long count,
      String detail) {}

  private void write(ModelEvent event, Facts facts) {
    event.entries++;
    of(expected, new Subject.OfEvent(event.key()))
        .add(
            new Expected(
                event.entries,
                facts.at(),
                facts.kind(),
                facts.actor(),
                event.generation,
                facts.attempt(),
                facts.token(),
                facts.count(),
                facts.detail()));
  }

  // What is seen.

  /** The position up to which the ledger was read. */
  long end() {
    return seen.isEmpty() ? 0 : seen.get(seen.size() - 1).position();
  }

  /** Takes in what stands after all that was seen before. */
  void appeared(List<LedgerEntry> fresh) {
    for (LedgerEntry entry : fresh) {
      Check.that(
          entry.position() > end(),
          "LG-3",
          () -> "the position of " + entry + " is not after " + end());
      List<LedgerEntry> before = of(seenOf, entry.subject());
      List<Expected> all = of(expected, entry.subject());
      if (before.size() >= all.size()) {
        throw new Disagreement("LG-8", "LG-8 nothing was to be written, but there is " + entry);
      }
      compare(entry.subject(), all.get(before.size()), entry);
      before.add(entry);
      seen.add(entry);
    }
  }

  private static void compare(Subject subject, Expected wanted, LedgerEntry entry) {
    Expected got =
        new Expected(
            entry.number(),
            entry.at(),
            entry.kind(),
            entry.actor(),
            entry.generation(),
            entry.attempt(),
            entry.token(),
            entry.count(),
            entry.detail().contains(wanted.detail()) ? wanted.detail() : entry.detail());
    List<String> differences = Check.differences(wanted, got);
    if (!differences.isEmpty()) {
      String rule = differences.contains("kind") ? "LG-1" : "LG-7";
      throw Disagreement.between(
          differences.equals(List.of("number")) ? "LG-2" : rule,
          "the " + String.join(" and ", differences) + " of an entry about " + subject,
          wanted,
          entry);
    }
  }

  /**
   * Whether a scan may have ended early (LG-3): what it lacks must be there, behind what it showed.
   *
   * @param read what it showed after all that was seen before
   */
  boolean isCutShort(List<LedgerEntry> read, Ledger ledger) {
    Map<Subject, List<LedgerEntry>> shown = new LinkedHashMap<>();
    seenOf.forEach((subject, entries) -> of(shown, subject).addAll(entries));
    read.forEach(entry -> of(shown, entry.subject()).add(entry));
    List<Subject> lacking =
        expected.keySet().stream()
            .filter(subject -> of(shown, subject).size() < of(expected, subject).size())
            .toList();
    long end = LedgerReader.end(read, end());
    return !lacking.isEmpty()
        && lacking.stream()
            .allMatch(
                subject ->
                    mayStandBehind(
                        end, subject, of(shown, subject).size(), of(expected, subject), ledger));
  }

  /** Entries of a source can be read in no other way: they may be there. */
  private static boolean mayStandBehind(
      long end, Subject subject, int found, List<Expected> all, Ledger ledger) {
    return subject.match(
        event -> {
          List<LedgerEntry> own = ledger.entries(event.key());
          return own.size() >= all.size() && own.get(found).position() > end;
        },
        source -> true);
  }

  /** Everything that was written before a scan began must show in it (LG-1, LG-5, ES-50). */
  void requireAllSeen() {
    expected.forEach(
        (subject, all) -> {
          int found = of(seenOf, subject).size();
          if (found < all.size()) {
            DecisionKind missing = all.get(found).kind();
            String rule = missing.isSummary() ? "LG-5" : missing.isNote() ? "LG-10" : "LG-1";
            throw new Disagreement(
                rule,
                rule + " the ledger lacks " + all.subList(found, all.size()) + " about " + subject);
          }
        });
  }

  /** Judges the entries of one event (LG-4). */
  void entries(EventKey key, List<LedgerEntry> actual) {
    Check.equal(
        "LG-4", () -> "the entries of " + key, of(seenOf, new Subject.OfEvent(key)), actual);
  }

  /** Judges a page of what was seen before: nothing is left out, and nothing is run past. */
  void page(long after, int limit, LedgerPage page) {
    List<LedgerEntry> rest = seen.stream().filter(entry -> entry.position() > after).toList();
    int size = page.entries().size();
    Check.that(size <= limit, "LG-3", "a page of " + size + " entries is longer than " + limit);
    Check.equal(
        "LG-3",
        "the ledger after " + after,
        rest.subList(0, Math.min(size, rest.size())),
        page.entries());
    if (rest.isEmpty()) {
      Check.equal("LG-3", "where to go on when there is nothing new", after, page.next());
      return;
    }
    long least = size == 0 ? after + 1 : page.entries().get(size - 1).position();
    long most = size < rest.size() ? rest.get(size).position() - 1 : page.next();
    Check.that(
        page.next() >= least && page.next() <= most,
        "LG-3",
        "a page that shows " + size + " of " + rest.size() + " entries goes on at " + page.next());
  }

  /** Positions that a reader may have remembered: the start, and each entry's. */
  List<Long> places() {
    List<Long> places = new ArrayList<>(List.of(0L));
    seen.forEach(entry -> places.add(entry.position()));
    return places;
  }

  Set<EventKey> keys() {
    Set<EventKey> keys = new LinkedHashSet<>();
    expected.keySet().forEach(subject -> subject.match(of -> keys.add(of.key()), of -> false));
    return keys;
  }

  private static <T> List<T> of(Map<Subject, List<T>> lists, Subject subject) {
    return lists.computeIfAbsent(subject, unknown -> new ArrayList<>());
  }
}
