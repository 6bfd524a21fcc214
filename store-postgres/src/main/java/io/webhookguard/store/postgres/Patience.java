package io.webhookguard.store.postgres;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.SqlFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells rows that a user's open transaction holds from those that another statement of the guard's
 * holds for a moment.
 *
 * <p>A batched statement skips both, and takes effect for its other items at once. What was skipped
 * is tried once more, together, by a transaction that waits a moment for it (ES-28).
 */
final class Patience {

  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  /** How long other statements of the guard's may hold a row, on a busy server. */
  private static final Duration MOST_WAITING = Duration.ofMillis(100);

  private final PostgresDatabase database;

  Patience(PostgresDatabase database) {
    this.database = database;
  }

  /** Decides items on a connection. */
  @FunctionalInterface
  interface Batch<T, A> {
    List<A> decide(HotStatements statements, List<T> items);
  }

  /** Decides a batch in one statement, and what it skipped in a second look. */
  <T, A> List<A> decide(
      List<T> items, Function<T, FencingToken> tokenOf, Batch<T, A> batch, Predicate<A> isLocked) {
    List<A> answers = database.write(statements -> batch.decide(statements, items));
    List<Integer> locked = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (isLocked.test(answers.get(i))) {
        locked.add(i);
      }
    }
    if (locked.isEmpty()) {
      return answers;
    }
    List<A> second = lookAgain(locked.stream().map(items::get).toList(), tokenOf, batch);
    List<A> all = new ArrayList<>(answers);
    for (int i = 0; i < second.size(); i++) {
      all.set(locked.get(i), second.get(i));
    }
    return all;
  }

  /**
   * No answers at all if what is held is held for longer, or if the look failed: ask again later.
   */
  private <T, A> List<A> lookAgain(
      List<T> items, Function<T, FencingToken> tokenOf, Batch<T, A> batch) {
    try {
      return database.transaction(
          statements -> {
            PostgresDatabase.limitWaiting(statements, MOST_WAITING);
            return holds(statements, items, tokenOf) ? batch.decide(statements, items) : List.of();
          });
    } catch (GuardException e) {
      // The first statement took effect: its answers are given whatever became of the second look.
      log.debug("{} claims are answered as held: {}", items.size(), e.getMessage());
      return List.of();
    }
  }

  private static <T> boolean holds(
      HotStatements statements, List<T> items, Function<T, FencingToken> tokenOf) {
    try {
      statements
          .call(PostgresStatement.LOCK_CLAIMS)
          .bind("tokens", SqlArray.longs(items, item -> tokenOf.apply(item).value()))
          .list(row -> row.number("token"));
      return true;
    } catch (SqlFailure e) {
      if (PostgresFaults.isHeld(e.failure())) {
        return false;
      }
      throw e;
    }
  }
}
