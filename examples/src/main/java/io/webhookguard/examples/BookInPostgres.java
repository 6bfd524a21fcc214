package io.webhookguard.examples;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The library on PostgreSQL: invoices are booked in the database that keeps the events. */
public final class BookInPostgres {

  private static final int DELIVERIES = 3;

  private BookInPostgres() {}

  /**
   * Runs the example in a database, where it leaves its tables.
   *
   * @param args the driver's URL with everything in it, such as {@code
   *     jdbc:postgresql://localhost/shop?user=me&password=mine}
   */
  public static void main(String[] args) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource(); // yours is a pool
    database.setUrl(args[0]);
    createBooks(database);
    run(database, ChargeOnce.delivery(), DELIVERIES, System.out);
  }

  /** Creates the business's own table. */
  static void createBooks(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists booking (invoice varchar(255) not null)");
    }
  }

  /** Receives the same delivery several times; the books get it once. */
  static void run(DataSource database, RawRequest delivery, int times, PrintStream answers)
      throws Exception {
    // guide: postgres-begin
    try (PostgresStore store = PostgresStore.open(PostgresConfig.on(database).build());
        WebhookGuard guard =
            WebhookGuard.builder()
                .store(store)
                .source(
                    Source.named("stripe-live", StripeAdapter.withDefaults())
                        .secrets(Secrets.of(ChargeOnce.SECRET))
                        .mode(Source.Mode.INLINE) // the answer waits for the commit
                        .build())
                .transactionalHandler("stripe-live", "invoice.*", BookInTransaction.withJdbc())
                .build()) {
      guard.start();
      for (int i = 0; i < times; i++) {
        var answer = guard.receive("stripe-live", delivery).toCompletableFuture().get();
        answers.println("answered " + answer.status());
      }
    }
    // guide: postgres-end
  }
}
