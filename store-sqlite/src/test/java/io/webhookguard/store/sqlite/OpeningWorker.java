package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;

/** Opens a file and prints how that went. */
final class OpeningWorker {

  private OpeningWorker() {}

  /** Takes the file. */
  public static void main(String[] arguments) {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(Path.of(arguments[0])).build())) {
      System.out.println("admitted " + store.events().admit(Fixture.arrivals("evt_", 1, "")));
    } catch (GuardException e) {
      System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }
}
