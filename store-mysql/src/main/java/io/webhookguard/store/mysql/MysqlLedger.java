package io.webhookguard.store.mysql;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Limits;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoredKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger as its port shows it: reads, and appends of summaries and notes. */
final class MysqlLedger implements Ledger {

  private final Connections connections;
  private final SqlReads reads;

  MysqlLedger(Connections connections, SqlReads reads) {
    this.connections = connections;
    this.reads = reads;
  }

  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    if (!decisions.isEmpty()) {
      connections.write(session -> append(session, decisions));
    }
  }

  /** What is about an event that is not known is dropped: there is nothing to number it with. */
  private static int append(WriteSession session, List<Decision> decisions) {
    Map<EventKey, Long> numbers = numbersOf(session, decisions);
    Map<Long, EventRow> events =
        Events.lock(session, MysqlStatement.LOCK_EVENTS_NOW, numbers.values());
    Journal journal = new Journal(session, session.takeBlock());
    for (Decision decision : decisions) {
      Journal.Entry entry =
          new Journal.Entry(
              decision.kind(), decision.actor(), 0, decision.token(), decision.detail());
      if (decision.subject() instanceof Subject.OfSource source) {
        journal.addOfSource(source.source(), entry, decision.count());
      } else {
        eventOf(decision, numbers, events)
            .ifPresent(
                event -> {
                  event.countEntry();
                  journal.add(event, entry, decision.count());
                });
      }
    }
    Events.write(session, events.values());
    journal.write();
    return decisions.size();
  }

  private static Optional<EventRow> eventOf(
      Decision decision, Map<EventKey, Long> numbers, Map<Long, EventRow> events) {
    return decision.subject() instanceof Subject.OfEvent about
        ? Optional.ofNullable(numbers.get(about.key())).map(events::get)
        : Optional.empty();
  }

  private static Map<EventKey, Long> numbersOf(WriteSession session, List<Decision> decisions) {
    JsonRows keys = new JsonRows();
    decisions.stream()
        .map(Decision::subject)
        .filter(Subject.OfEvent.class::isInstance)
        .map(subject -> StoredKey.of(((Subject.OfEvent) subject).key()))
        .sorted(Arrays::compareUnsigned)
        .forEach(key -> keys.row().put("key", key));
    Map<EventKey, Long> numbers = new HashMap<>();
    if (!keys.isEmpty()) {
      session
          .call(MysqlStatement.FIND_EVENTS)
          .bind("keys", keys.text())
          .list(KnownEvent::read)
          .forEach(event -> numbers.put(event.record().key(), event.seq()));
    }
    return numbers;
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    return reads.entries(key);
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    LedgerPage seen = reads.scan(after, limit);
    if (seen.entries().isEmpty()) {
      return seen;
    }
    long bound = boundOf(after, seen.next());
    List<LedgerEntry> sure =
        reads.scan(after, limit).entries().stream()
            .filter(entry -> entry.position() <= bound)
            .toList();
    return new LedgerPage(sure, sure.isEmpty() ? after : sure.get(sure.size() - 1).position());
  }

  /** The last position, up to this one, below which nothing can appear. */
  private long boundOf(long after, long last) {
    long block =
        connections.onConnection(
            (connection, statements) ->
                new LedgerHorizon(connection, statements, connections.files())
                    .boundOf(Block.of(after), Block.of(last)));
    return Math.min(last, block * Block.SIZE + Block.SIZE - 1);
  }
}
