package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Claims and completes until all events are COMPLETE, and prints each claim. */
final class ClaimingWorker {

  private ClaimingWorker() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws IOException {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(Path.of(arguments[0])).build())) {
      System.out.println("ready");
      System.in.read();
      while (isWorkLeft(store)) {
        List<Attempt> attempts = Fixture.claim(store, 3);
        for (Attempt attempt : attempts) {
          System.out.println(
              "claimed " + attempt.claim().key().eventId() + " " + attempt.claim().token());
        }
        store.events().settle(attempts.stream().map(Fixture::complete).toList());
      }
    }
  }

  private static boolean isWorkLeft(SqliteStore store) {
    return !store
        .events()
        .search(
            EventQuery.ALL.state(io.webhookguard.api.event.EventState.PENDING),
            PageRequest.first(1))
        .events()
        .isEmpty();
  }
}
