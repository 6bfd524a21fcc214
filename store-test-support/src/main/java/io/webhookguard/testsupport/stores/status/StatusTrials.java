package io.webhookguard.testsupport.stores.status;

import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.store.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many writers with shuffled news. They are judged by the history that the database has kept. */
final class StatusTrials {

  private static final int THREADS = 4;
  private static final int ORDERS = 5;
  private static final int MOST_TRIES = 2_000;

  private final StatusSite site;
  private final StatusSite.Writing writing;

  StatusTrials(StatusSite site, StatusSite.Writing writing) {
    this.site = site;
    this.writing = writing;
  }

  /** Each thread tells every state of the line of every order, in an order of its own. */
  List<String> shuffle(long seed, int isolation) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(seed + thread);
        done.add(
            threads.submit(
                () -> {
                  start.await();
                  tellAll(random, isolation);
                  return true;
                }));
      }
      for (Future<Boolean> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return flaws();
  }

  private void tellAll(Random random, int isolation) throws Exception {
    List<String[]> news = new ArrayList<>();
    IntStream.range(0, ORDERS)
        .forEach(
            order ->
                StatusSite.LINE.forEach(
                    status -> news.add(new String[] {"order-" + order, status})));
    Collections.shuffle(news, random);
    for (String[] each : news) {
      untilItIsTaken(each[0], each[1], isolation);
    }
  }

  /** A database may refuse a transaction that meets another one: it is asked again. */
  private void untilItIsTaken(String order, String status, int isolation) throws Exception {
    SQLException last = new SQLException("never tried");
    for (int i = 0; i < MOST_TRIES; i++) {
      try (Connection connection = site.begin(isolation)) {
        boolean done = false;
        try {
          if (writing.apply(connection, order, status) instanceof StatusVerdict.Apply) {
            StatusSite.remember(connection, order, status);
          }
          connection.commit();
          done = true;
        } finally {
          if (!done) {
            connection.rollback();
          }
        }
        return;
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  private List<String> flaws() throws SQLException {
    List<String> flaws = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      String order = "order-" + i;
      List<String> history = site.history(order);
      List<Integer> places = history.stream().map(StatusSite.LINE::indexOf).toList();
      if (places.stream().distinct().count() != places.size()
          || !places.equals(places.stream().sorted().toList())) {
        flaws.add(order + " went back: " + history);
      }
      if (!site.status(order).equals(List.of("delivered"))) {
        flaws.add(order + " ends as " + site.status(order));
      }
    }
    return flaws;
  }

  /**
   * Two writers meet: one has judged that its older state may be written, and writes it after the
   * other has committed a newer one.
   */
  List<String> meet() throws Exception {
    CountDownLatch judged = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    site.apply("order-1", "open");
    try {
      Future<?> slow =
          threads.submit(
              () -> {
                try (Connection connection = site.connect()) {
                  lookThenWrite(connection, "order-1", "paid", judged, overtaken);
                }
                return null;
              });
      judged.await();
      site.apply("order-1", "delivered");
      overtaken.countDown();
      slow.get();
    } finally {
      threads.shutdownNow();
    }
    return site.status("order-1");
  }

  /** The mistake that the helper is there for. */
  private void lookThenWrite(
      Connection connection,
      String id,
      String proposed,
      CountDownLatch judged,
      CountDownLatch overtaken)
      throws Exception {
    String current = site.status(id).get(0);
    boolean applies = StatusSite.ORDER.judge(current, proposed) instanceof StatusVerdict.Apply;
    judged.countDown();
    overtaken.await();
    if (applies) {
      String table = site.dialect() == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
      try (PreparedStatement update =
          connection.prepareStatement("update " + table + " set status = ? where id = ?")) {
        update.setString(1, proposed);
        update.setString(2, id);
        update.executeUpdate();
      }
    }
  }
}
