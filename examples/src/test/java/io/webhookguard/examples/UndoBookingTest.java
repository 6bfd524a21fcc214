package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.bulk.BulkReport;
import io.webhookguard.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class UndoBookingTest {

  private static final Authority ANN = new Authority("ann", "booked by mistake");
  private static final Authority BOB = new Authority("bob", "so it was");

  private final ByteArrayOutputStream books = new ByteArrayOutputStream();

  private String booked() {
    return books.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatTwoPersonsWantUndoneIsUndoneOnce() throws Exception {
    PrintStream out = new PrintStream(books, true, StandardCharsets.UTF_8);
    try (GuardStore store = new MemoryStore(InstantSource.system());
        WebhookGuard guard = UndoBooking.guard(store, out)) {
      guard.start();
      guard.receive("stripe-live", ChargeOnce.delivery()).toCompletableFuture().get();
      EventKey key = guard.search(EventQuery.ALL, PageRequest.first(1)).events().get(0).key();

      assertThat(UndoBooking.rollBack(guard, key, ANN)).startsWith("a second person");
      assertThat(UndoBooking.rollBack(guard, key, BOB)).startsWith("it will be undone");
      Awaitility.await().until(() -> booked().contains("take back generation 1"));
      Awaitility.await()
          .until(
              () ->
                  UndoBooking.rollBack(guard, key, BOB)
                      .equals("not possible: ALREADY_ROLLED_BACK"));

      assertThat(booked().lines()).hasSize(2);
      BulkReport report = UndoBooking.retryAll(guard, ANN, 100).toCompletableFuture().get();
      assertThat(report.progress()).isEqualTo(BulkReport.Progress.FINISHED);
      UndoBooking.overrule(guard, key, ANN);
      assertThat(store.ledger().entries(key))
          .extracting(LedgerEntry::kind)
          .endsWith(DecisionKind.ROLLED_BACK, DecisionKind.OVERRIDDEN);
    }
  }
}
