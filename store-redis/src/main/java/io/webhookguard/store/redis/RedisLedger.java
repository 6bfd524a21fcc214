package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger: a stream in each partition, in the order of ticks (LG).
 *
 * <p>A position is a tick with the number of its partition. A scan over several partitions first
 * asks each for the greatest tick that it knows, and then has each promise to go on behind the
 * greatest of all: so it may show what lies before that.
 */
final class RedisLedger implements Ledger {

  /** How many partitions a position can tell apart. */
  static final int MOST_PARTITIONS = 1_024;

  private static final int MOST_ENTRIES = 500;

  private final Data data;

  RedisLedger(Data data) {
    this.data = data;
  }

  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    Map<Partition, List<Decision>> byPartition = new LinkedHashMap<>();
    decisions.forEach(
        decision ->
            byPartition
                .computeIfAbsent(data.partitions().of(home(decision)), it -> new ArrayList<>())
                .add(decision));
    List<Call> calls = new ArrayList<>();
    byPartition.forEach((partition, those) -> calls.add(append(partition, those)));
    if (!calls.isEmpty()) {
      data.run(calls);
    }
  }

  private static Sha256 home(Decision decision) {
    return decision
        .subject()
        .match(
            event -> event.key().digest(),
            source -> Sha256.ofTuple("guard.source.v1", source.source()));
  }

  private static Call append(Partition partition, List<Decision> decisions) {
    Args args = new Args().add(decisions.size());
    for (Decision decision : decisions) {
      decision
          .subject()
          .match(
              event -> args.add(event.key().digest().toByteArray()).add(""),
              source -> args.add("").add(source.source()));
      args.add(decision.kind().name())
          .add(decision.actor())
          .add(decision.token())
          .add(decision.count())
          .add(decision.detail());
    }
    return Call.of(partition, Script.APPEND, args);
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    Partition partition = data.partitions().of(key);
    List<LedgerEntry> entries = new ArrayList<>();
    String from = "";
    do {
      Args args = new Args().add(key.digest().toByteArray()).add(from).add(MOST_ENTRIES);
      Fields fields = data.run(Call.of(partition, Script.ENTRIES, args)).fields();
      entries.addAll(fields.list().all(entry -> entry(entry, partition)));
      from = fields.text();
    } while (!from.isEmpty());
    Collections.reverse(entries);
    return List.copyOf(entries);
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    if (after < 0 || limit < 1 || limit > Limits.MAX_PAGE) {
      throw new IllegalArgumentException(
          "a scan starts at 0 or later and takes 1 to "
              + Limits.MAX_PAGE
              + " entries, got "
              + after
              + " and "
              + limit);
    }
    List<Partition> all = data.partitions().all();
    if (all.size() > 1) {
      data.run(all.stream().map(it -> Call.of(it, Script.TICK, new Args())).toList());
    }
    String to = all.size() > 1 ? Long.toString(data.knownTick()) : "+";
    List<Answer> answers = data.run(all.stream().map(it -> scan(it, after, limit, to)).toList());
    List<LedgerEntry> entries = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Partition partition = all.get(i);
      entries.addAll(answers.get(i).fields().all(entry -> entry(entry, partition)));
    }
    entries.sort(Comparator.comparingLong(LedgerEntry::position));
    List<LedgerEntry> page = entries.subList(0, Math.min(limit, entries.size()));
    return new LedgerPage(page, page.isEmpty() ? after : page.get(page.size() - 1).position());
  }

  private static Call scan(Partition partition, long after, int limit, String to) {
    long tick = after / MOST_PARTITIONS;
    boolean alsoThatTick = partition.number() > after % MOST_PARTITIONS;
    Args args = new Args().add((alsoThatTick ? "" : "(") + tick).add(limit).add(to);
    return Call.of(partition, Script.SCAN, args);
  }

  /** The greatest tick of a partition whose position is not behind this one. */
  static long tickUpTo(long position, Partition partition) {
    return Math.floorDiv(position - partition.number(), MOST_PARTITIONS);
  }

  private static LedgerEntry entry(Fields fields, Partition partition) {
    long position = fields.number() * MOST_PARTITIONS + partition.number();
    try {
      return entry(position, fields);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CorruptStateException("ledger entry " + position + " is not the guard's", e);
    }
  }

  private static LedgerEntry entry(long position, Fields fields) {
    String source = fields.text();
    String consumer = fields.text();
    String scope = fields.text();
    String eventId = fields.text();
    Subject subject =
        eventId.isEmpty()
            ? new Subject.OfSource(source)
            : new Subject.OfEvent(new EventKey(new Route(source, consumer), scope, eventId));
    return new LedgerEntry(
        position,
        subject,
        fields.small(),
        Micros.instant(fields.number()),
        DecisionKind.valueOf(fields.text()),
        fields.text(),
        fields.small(),
        fields.small(),
        fields.number(),
        fields.number(),
        fields.text());
  }
}
