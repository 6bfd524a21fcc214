package io.webhookguard.store.postgres;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Limits;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as its port shows it.
 *
 * <p><b>What a scan may show (LG-3).</b> Every statement that writes entries takes one number from
 * the serial and makes their positions from it, and it takes the number of its transaction first.
 * Numbers are handed out in order but committed in any. So where a number is missing below one that
 * is seen, its transaction is either over, and then there is nothing to come, or it was running
 * when the gap was seen. A scan that sees a gap looks once more: what it saw is certain as soon as
 * every transaction that was running at the first look has ended. Until then it ends before the
 * gap.
 */
final class PostgresLedger implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(PostgresLedger.class);

  /** How many positions one number of the serial stands for. */
  private static final long BLOCK = 4096;

  /** How long other statements of the guard's may hold a row, on a busy server. */
  private static final Duration MOST_WAITING = Duration.ofSeconds(2);

  private final PostgresDatabase database;
  private final SqlReads reads;
  private final StoreClock clock;

  PostgresLedger(PostgresDatabase database, SqlReads reads, StoreClock clock) {
    this.database = database;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * What is about an event that somebody holds is tried once more, by itself and waiting a moment.
   * If the event is still held, by a user's long transaction, a summary is dropped; a note fails
   * the call (LG-10).
   */
  @Override
  public void append(List<Decision> decisions) {
    Limits.requireBatch(decisions);
    if (decisions.isEmpty()) {
      return;
    }
    List<Integer> held = database.write(statements -> append(statements, decisions));
    List<Decision> unwritten =
        held.stream()
            .map(place -> decisions.get(place - 1))
            .filter(decision -> !appendPatiently(decision))
            .toList();
    if (unwritten.stream().anyMatch(decision -> decision.kind().isNote())) {
      String message = "a transaction holds the event that a note is about: ask again later";
      throw unwritten.size() == decisions.size()
          ? new StoreUnavailableException(message)
          : new OutcomeUnknownException(message + ", others were written");
    }
  }

  private boolean appendPatiently(Decision decision) {
    boolean written =
        database.transaction(
            statements -> {
              PostgresDatabase.limitWaiting(statements, MOST_WAITING);
              return wait(statements, decision) && append(statements, List.of(decision)).isEmpty();
            });
    if (!written && decision.kind().isSummary()) {
      log.debug("a summary about {} is dropped: its event is held", decision.subject());
    }
    return written;
  }

  private static boolean wait(HotStatements statements, Decision decision) {
    try {
      statements
          .call(PostgresStatement.LOCK_EVENT)
          .bind("key", keyOf(decision))
          .list(row -> row.number("seq"));
      return true;
    } catch (SqlFailure e) {
      if (PostgresFaults.isHeld(e.failure())) {
        return false;
      }
      throw e;
    }
  }

  private List<Integer> append(HotStatements statements, List<Decision> decisions) {
    return statements
        .call(PostgresStatement.APPEND)
        .bind("now", clock.givenMillis())
        .bind("keys", SqlArray.bytes(decisions, PostgresLedger::keyOf))
        .bind("sources", SqlArray.texts(decisions, PostgresLedger::sourceOf))
        .bind("kinds", SqlArray.texts(decisions, decision -> decision.kind().name()))
        .bind("actors", SqlArray.texts(decisions, Decision::actor))
        .bind("tokens", SqlArray.longs(decisions, Decision::token))
        .bind("counts", SqlArray.longs(decisions, Decision::count))
        .bind("details", SqlArray.texts(decisions, Decision::detail))
        .list(row -> row.count("place"));
  }

  private static byte @Nullable [] keyOf(Decision decision) {
    return decision.subject() instanceof Subject.OfEvent event ? StoredKey.of(event.key()) : null;
  }

  private static @Nullable String sourceOf(Decision decision) {
    return decision.subject() instanceof Subject.OfSource source ? source.source() : null;
  }

  @Override
  public List<LedgerEntry> entries(EventKey key) {
    return reads.entries(key);
  }

  @Override
  public LedgerPage scan(long after, int limit) {
    LedgerPage seen = reads.scan(after, limit);
    int sure = gapIn(seen.entries(), after);
    if (sure == seen.entries().size()) {
      return seen;
    }
    long bound = horizon().nextToRun();
    return horizon().oldestRunning() >= bound
        ? upTo(seen.next(), reads.scan(after, limit), after)
        : page(seen.entries().subList(0, sure), after);
  }

  /** What appeared meanwhile behind the last entry that was seen is not certain yet. */
  private static LedgerPage upTo(long last, LedgerPage later, long after) {
    return page(later.entries().stream().filter(entry -> entry.position() <= last).toList(), after);
  }

  private static LedgerPage page(List<LedgerEntry> entries, long after) {
    return new LedgerPage(
        entries, entries.isEmpty() ? after : entries.get(entries.size() - 1).position());
  }

  private record Horizon(long oldestRunning, long nextToRun) {}

  private Horizon horizon() {
    return database.read(
        handle ->
            handle
                .createQuery(database.text(PostgresStatement.LEDGER_HORIZON))
                .map(
                    (set, context) ->
                        new Horizon(set.getLong("oldest_running"), set.getLong("next_to_run")))
                .one());
  }

  /** The place of the first entry behind a gap, or the number of entries if there is none. */
  private static int gapIn(List<LedgerEntry> entries, long after) {
    long block = after / BLOCK;
    for (int i = 0; i < entries.size(); i++) {
      long next = entries.get(i).position() / BLOCK;
      if (next > block + 1) {
        return i;
      }
      block = next;
    }
    return entries.size();
  }
}
