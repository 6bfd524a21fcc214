package io.webhookguard.examples;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.status.StatusMachine;
import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest.Cursor;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.bulk.Bulk;
import io.webhookguard.core.bulk.BulkAction;
import io.webhookguard.core.bulk.BulkOrder;
import io.webhookguard.core.bulk.BulkPlan;
import io.webhookguard.core.bulk.BulkReport;
import io.webhookguard.core.handler.Handler;
import java.io.PrintStream;
import java.util.concurrent.CompletionStage;

/** Invoices are booked, and what was booked by mistake is taken back: by two persons. */
final class UndoBooking {

  private UndoBooking() {}

  /** A guard whose bookings can be undone. */
  static WebhookGuard guard(GuardStore store, PrintStream books) {
    // guide: compensate-begin
    return WebhookGuard.builder()
        .store(store)
        .source(
            Source.named("stripe-live", StripeAdapter.withDefaults())
                .secrets(Secrets.of(ChargeOnce.SECRET))
                .mode(Source.Mode.INLINE)
                .approval(Source.Approval.COMPLETE) // replays and rollbacks need two persons
                .build())
        .handler(
            "stripe-live",
            "invoice.*",
            Handler.of(event -> books.println("book under " + event.idempotencyKey())))
        .compensate(
            "stripe-live",
            "invoice.*",
            (event, undone) -> { // an event of its own, with a key of its own
              books.println("take back generation " + undone.generation());
              return Response.EMPTY;
            })
        .build();
    // guide: compensate-end
  }

  /** What one of the two persons does. */
  static String rollBack(WebhookGuard guard, EventKey key, Authority by) {
    // guide: rollback-begin
    return guard
        .rollBack(key, by)
        .match(
            ordered -> "it will be undone by " + ordered.compensation(),
            requested -> "a second person must ask for it too",
            refused -> "not possible: " + refused.reason(),
            unknown -> "there is no such event");
    // guide: rollback-end
  }

  /** Retries all dead letters of the source, after a look at how many there are. */
  static CompletionStage<BulkReport> retryAll(WebhookGuard guard, Authority by, long most) {
    // guide: bulk-begin
    Bulk bulk = guard.bulk();
    EventQuery dead = EventQuery.ALL.source("stripe-live").state(EventState.FAILED);
    BulkPlan plan = bulk.plan(BulkAction.RETRY, dead);
    if (plan.possible() > most) {
      throw new IllegalStateException(plan.possible() + " events are too many: " + plan.byLane());
    }
    BulkOrder order =
        new BulkOrder(
            bulk.newRunId(), BulkAction.RETRY, dead, by, 10, most, Cursor.START); // 10 a second
    return bulk.start(order).ended();
    // guide: bulk-end
  }

  /** Records a person's decision before it is written into the business's own table. */
  static StatusOverride overrule(WebhookGuard guard, EventKey key, Authority by) {
    StatusMachine machine = PayInOrder.PAYMENT;
    // guide: overrule-begin
    StatusOverride decided = machine.override("pi_1", "succeeded", "pending", by);
    guard.overrule(key, decided); // then: PAYMENTS.override(connection, "pi_1", decided)
    // guide: overrule-end
    return decided;
  }
}
