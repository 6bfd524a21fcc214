package io.webhookguard.testsupport.stores.fence;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.fence.FenceAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs that meet, and runs that break off. They judge a fence by what is in the database. */
final class FenceTrials {

  private static final int THREADS = 6;
  private static final int EVENTS = 12;
  private static final int ANSWERS_PER_THREAD = 40;
  private static final int MOST_TRIES = 5_000;

  /** How long the first run waits for a second that should not come. */
  private static final long MEETING_MILLIS = 400;

  /** What breaks a run off in the middle. */
  private static final class BrokenOff extends SQLException {
    private static final long serialVersionUID = 1L;
  }

  private final FenceSite site;
  private final FenceSite.Fencing fencing;
  private final AtomicLong tokens = new AtomicLong();

  FenceTrials(FenceSite site, FenceSite.Fencing fencing) {
    this.site = site;
    this.fencing = fencing;
  }

  /**
   * Two runs of one event at once: the second begins while the first has written and not committed.
   *
   * @return what came of the second, once it was answered
   */
  FenceAnswer meet(String event, int isolation) throws Exception {
    CountDownLatch firstIsInside = new CountDownLatch(1);
    CountDownLatch secondIsInside = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<FenceAnswer> first =
          threads.submit(() -> run(event, isolation, firstIsInside, secondIsInside));
      Future<FenceAnswer> second =
          threads.submit(
              () -> {
                firstIsInside.await();
                return untilAnswered(
                    () -> run(event, isolation, secondIsInside, new CountDownLatch(0)));
              });
      first.get();
      return second.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private FenceAnswer run(
      String event, int isolation, CountDownLatch inside, CountDownLatch awaited) throws Exception {
    long token = tokens.incrementAndGet();
    try (Connection connection = site.begin()) {
      connection.setTransactionIsolation(isolation);
      // Handlers read before they write: under stricter isolation this is what they go on seeing.
      site.countBookings(connection);
      FenceAnswer answer =
          fencing.once(
              connection,
              FenceSite.claim(event, token),
              1,
              () -> {
                var response = FenceSite.book(connection, event, "run-" + token);
                inside.countDown();
                await(awaited);
                return response;
              });
      connection.commit();
      return answer;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean met = latch.await(MEETING_MILLIS, TimeUnit.MILLISECONDS);
      if (Thread.interrupted()) {
        throw new IllegalStateException("stopped after a meeting: " + met);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("stopped", e);
    }
  }

  private static FenceAnswer untilAnswered(Callable<FenceAnswer> run) throws Exception {
    SQLException last = new SQLException("no try");
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        return run.call();
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * Many runs of few events, of which many break off before or after their commit.
   *
   * @return what is wrong in the database afterwards
   */
  List<String> torture(long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        workers.add(
            () -> {
              for (int answer = 0; answer < ANSWERS_PER_THREAD; answer++) {
                String event = "e" + random.nextInt(EVENTS);
                untilAnswered(() -> breakable(event, random));
              }
              return null;
            });
      }
      for (Future<Void> worker : threads.invokeAll(workers)) {
        worker.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return judge();
  }

  private FenceAnswer breakable(String event, Random random) throws SQLException {
    long token = tokens.incrementAndGet();
    int fate = random.nextInt(6);
    Connection connection = site.begin();
    try {
      connection.setTransactionIsolation(isolation());
      FenceAnswer answer =
          fencing.once(
              connection,
              FenceSite.claim(event, token),
              1,
              () -> {
                var response = FenceSite.book(connection, event, "run-" + token);
                if (fate == 0) {
                  throw new BrokenOff();
                }
                return response;
              });
      if (fate == 1) {
        breakOff(connection);
        throw new BrokenOff();
      }
      connection.commit();
      if (fate == 2) {
        throw new BrokenOff();
      }
      return answer;
    } finally {
      if (!connection.isClosed()) {
        rollBack(connection);
      }
      connection.close();
    }
  }

  /** SQLite has one; the others are tried at the weakest that the fence allows. */
  private int isolation() {
    return site.dialect() == SqlDialect.SQLITE
        ? Connection.TRANSACTION_SERIALIZABLE
        : Connection.TRANSACTION_READ_COMMITTED;
  }

  private static void rollBack(Connection connection) throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      if (!connection.isClosed()) {
        throw e;
      }
    }
  }

  /** As when the process dies: nobody says rollback. */
  private void breakOff(Connection connection) throws SQLException {
    if (site.dialect() == SqlDialect.SQLITE) {
      connection.close();
    } else {
      connection.abort(Runnable::run);
    }
  }

  private List<String> judge() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String event = "e" + i;
      FenceAnswer last =
          untilAnswered(() -> site.runOnce(fencing, event, 1, tokens.incrementAndGet()));
      List<String> runs = site.bookings(event);
      if (runs.size() != 1) {
        wrong.add(event + " is booked by " + runs);
      } else if (!last.responseOrThrow().equals(FenceSite.response(runs.get(0)))) {
        wrong.add(event + " is booked by " + runs + " and answered by " + last);
      }
    }
    return wrong;
  }
}
