package io.webhookguard.examples;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.store.memory.MemoryStore;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.fence.InboxFence;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/**
 * Invoices are booked in a database of the business's own, while the guard keeps its events
 * somewhere else, which may forget them: the books get each once all the same.
 */
public final class BookBehindFence {

  private BookBehindFence() {}

  /** Runs the example with books in a new temporary folder. */
  public static void main(String[] args) throws Exception {
    SQLiteDataSource books = new SQLiteDataSource(); // yours is PostgreSQL or MySQL, and a pool
    books.setUrl("jdbc:sqlite:" + Files.createTempDirectory("books").resolve(Path.of("books.db")));
    InboxFence fence = InboxFence.in(SqlDialect.SQLITE);
    createTables(books, fence);
    run(books, fence, ChargeOnce.delivery(), System.out);
  }

  /** Creates the business's table and the fence's. */
  static void createTables(DataSource books, InboxFence fence) throws SQLException {
    try (Connection connection = books.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table booking (invoice varchar(255) not null)");
      // guide: fence-schema-begin
      List<String> migration = fence.schema(); // for the migrations of your own tables
      for (String sql : migration) {
        statement.execute(sql);
      }
      // guide: fence-schema-end
    }
  }

  /** Receives the same delivery twice, from guards of which the second knows of no first. */
  static void run(DataSource books, InboxFence fence, RawRequest delivery, PrintStream answers)
      throws Exception {
    for (int i = 0; i < 2; i++) {
      try (GuardStore forgetful = new MemoryStore(InstantSource.system());
          WebhookGuard guard = guard(forgetful, books, fence)) {
        guard.start();
        var answer = guard.receive("stripe-live", delivery).toCompletableFuture().get();
        answers.println(
            "answered "
                + answer.status()
                + " "
                + new String(answer.body().toByteArray(), StandardCharsets.UTF_8));
      }
    }
  }

  private static WebhookGuard guard(GuardStore store, DataSource books, InboxFence fence) {
    return WebhookGuard.builder()
        .store(store)
        .source(
            Source.named("stripe-live", StripeAdapter.withDefaults())
                .secrets(Secrets.of(ChargeOnce.SECRET))
                .mode(Source.Mode.INLINE)
                .build())
        .handler("stripe-live", "invoice.*", booking(books, fence))
        .build();
  }

  /** In a transaction of the handler's own, on any database and with any store. */
  static Handler booking(DataSource books, InboxFence fence) {
    // guide: fence-begin
    return event -> {
      try (Connection connection = books.getConnection()) {
        connection.setAutoCommit(false);
        Response response =
            fence
                .once(
                    connection,
                    event.claim(),
                    event.generation(),
                    () -> book(connection, event.key().eventId()))
                .responseOrThrow();
        connection.commit(); // the effect and the fence's row; closed without it, neither
        return response;
      }
    };
    // guide: fence-end
  }

  private static Response book(Connection connection, String invoice) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into booking (invoice) values (?)")) {
      insert.setString(1, invoice);
      insert.executeUpdate();
    }
    return Response.of(201, "text/plain", ("booked " + invoice).getBytes(StandardCharsets.UTF_8));
  }
}
