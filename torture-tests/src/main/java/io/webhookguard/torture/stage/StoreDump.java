package io.webhookguard.torture.stage;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import java.util.Optional;

/** Writes down what a store has in the end. */
public final class StoreDump {

  private StoreDump() {}

  /** Writes all events and the whole ledger into the files of the run. */
  public static void write(GuardStore store, RunFiles files) {
    try (LogFile events = LogFile.appendTo(files.events());
        LogFile ledger = LogFile.appendTo(files.ledger())) {
      writeEvents(store, events);
      writeLedger(store, ledger);
    }
  }

  private static void writeEvents(GuardStore store, LogFile log) {
    Optional<PageRequest.Cursor> next = Optional.of(PageRequest.Cursor.START);
    while (next.isPresent()) {
      EventPage page =
          store.events().search(EventQuery.ALL, new PageRequest(next.get(), Limits.MAX_PAGE));
      for (EventRecord event : page.events()) {
        EventRow.of(event).to(log);
      }
      next = page.next();
    }
  }

  private static void writeLedger(GuardStore store, LogFile log) {
    LedgerPage page = store.ledger().scan(0, Limits.MAX_PAGE);
    while (!page.entries().isEmpty()) {
      for (LedgerEntry entry : page.entries()) {
        LedgerRow.of(entry).to(log);
      }
      page = store.ledger().scan(page.next(), Limits.MAX_PAGE);
    }
  }
}
