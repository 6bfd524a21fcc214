package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Response;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.TransactionalHandler;
import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * A process with a guard that pays in transactions, its own and the guard's. It stands still at one
 * point, or admits and pays without end. Whoever started it kills it.
 */
final class PayingWorker {

  /** Where it stands still. */
  enum Point {
    /** Nowhere. */
    NOWHERE,
    /** In the guard's transaction, with the effect written. */
    EFFECT_WRITTEN,
    /** In a transaction of its own, with the effect written and the event completed. */
    COMPLETED_AND_OPEN,
    /** Behind the commit of a transaction of its own, before the guard hears of it. */
    COMMITTED
  }

  /** It waits before it admits more. */
  static final int MOST_UNPAID = 20;

  private final TransactionSite site;
  private final Point point;
  private final Semaphore unpaid = new Semaphore(MOST_UNPAID);

  private PayingWorker(TransactionSite site, Point point) {
    this.site = site;
    this.point = point;
  }

  /** Takes the class that opens the database, its address, the point and a name of its own. */
  public static void main(String[] arguments) throws Exception {
    Constructor<?> opening = Class.forName(arguments[0]).getDeclaredConstructor();
    opening.setAccessible(true);
    TransactionSite site = ((TransactionSite.Opening) opening.newInstance()).open(arguments[1]);
    new PayingWorker(site, Point.valueOf(arguments[2])).work(arguments[3]);
  }

  private void work(String name) throws InterruptedException {
    WebhookGuard guard = Shop.guard(site.store(), paying(), payingInItsOwn());
    guard.start();
    if (point != Point.NOWHERE) {
      new CountDownLatch(1).await();
    }
    for (int i = 0; ; i++) {
      unpaid.acquire();
      String id = name + "-" + i;
      Shop.admit(site.store(), i % 2 == 0 ? "tx" : "own", id, Lane.NONE);
      say("admitted " + id);
    }
  }

  private TransactionalHandler paying() {
    return (context, connection) -> {
      Payments.pay(connection, context.key().eventId());
      standStillAt(Point.EFFECT_WRITTEN);
      unpaid.release();
      return ModeRuns.PAID;
    };
  }

  private Handler payingInItsOwn() {
    return context -> {
      try (Connection connection = ModeRuns.begin(site)) {
        Payments.pay(connection, context.key().eventId());
        context.completeIn(connection, ModeRuns.PAID);
        standStillAt(Point.COMPLETED_AND_OPEN);
        connection.commit();
        standStillAt(Point.COMMITTED);
      }
      unpaid.release();
      return Response.EMPTY;
    };
  }

  private void standStillAt(Point here) throws InterruptedException {
    if (point == here) {
      say("ready");
      new CountDownLatch(1).await();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
