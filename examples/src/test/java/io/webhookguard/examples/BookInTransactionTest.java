package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.EventHandler;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.handler.TypePattern;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to book in a transaction books once, also when the first attempt fails behind it. */
class BookInTransactionTest {

  private static final String SECRET = "whsec_0123456789abcdef0123";
  private static final RunPolicy SOON =
      RunPolicy.DEFAULT.withRetry(
          RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(1), 1, Duration.ofMillis(1)));

  @TempDir Path folder;

  /** The ways, each on the store's own database. */
  enum Way {
    GUARDS_JDBC(store -> BookInTransaction.withJdbc()),
    GUARDS_JDBI(store -> BookInTransaction.withJdbi()),
    OWN_JDBC(store -> BookInTransaction.inOwnTransaction(store.userConnections())),
    OWN_JDBI(store -> BookInTransaction.inJdbiTransaction(Jdbi.create(store.userConnections()))),
    OWN_SPRING(store -> BookInSpring.inSpringTransaction(store.userConnections()));

    @SuppressWarnings("ImmutableEnumChecker") // These are lambdas without state.
    private final Function<SqliteStore, EventHandler> handler;

    Way(Function<SqliteStore, EventHandler> handler) {
      this.handler = handler;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an invoice that is delivered three times is booked once")
  void booksOnce(Way way) throws Exception {
    try (SqliteStore store = store()) {
      run(store, way.handler.apply(store));
      assertThat(bookings(store)).isEqualTo(1);
      assertThat(events(store)).extracting(EventRecord::attempts).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a first attempt whose transaction fails leaves nothing, and the next one books once")
  void booksOnceAfterAFailure(Way way) throws Exception {
    try (SqliteStore store = store()) {
      run(store, failingFirst(way.handler.apply(store)));
      assertThat(bookings(store)).isEqualTo(1);
      assertThat(events(store)).extracting(EventRecord::attempts).containsExactly(2);
    }
  }

  /** Fails where the event is completed: behind the effect and before the commit. */
  private static EventHandler failingFirst(EventHandler right) {
    if (right instanceof TransactionalHandler transactional) {
      return (TransactionalHandler)
          (context, connection) -> {
            Response response = transactional.handle(context, connection);
            failFirst(context);
            return response;
          };
    }
    return (Handler) context -> ((Handler) right).handle(FailingContext.around(context));
  }

  static void failFirst(HandlerContext context) {
    if (context.attempt() == 1) {
      throw new IllegalStateException("the first attempt fails");
    }
  }

  private static void run(SqliteStore store, EventHandler handler) throws Exception {
    try (WebhookGuard guard =
        WebhookGuard.builder()
            .store(store)
            .source(
                Source.named("stripe-live", StripeAdapter.withDefaults())
                    .secrets(Secrets.of(SECRET))
                    .build())
            .subscription(
                new Subscription(
                    Route.main("stripe-live"), new TypePattern("invoice.*"), handler, SOON))
            .settings(Settings.DEFAULT.withPoll(Duration.ofMillis(20)))
            .build()) {
      guard.start();
      RawRequest delivery = ChargeOnce.delivery();
      for (int i = 0; i < 3; i++) {
        assertThat(guard.receive("stripe-live", delivery).toCompletableFuture().get().status())
            .isEqualTo(200);
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> events(store).get(0).state() == EventState.COMPLETE);
    }
  }

  private SqliteStore store() throws SQLException {
    SqliteStore store = SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build());
    try (Connection connection = store.userConnections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table booking (invoice varchar(255) not null)");
    }
    return store;
  }

  private static int bookings(SqliteStore store) throws SQLException {
    try (Connection connection = store.userConnections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from booking")) {
      return rows.getInt(1);
    }
  }

  private static List<EventRecord> events(SqliteStore store) {
    return store.events().search(EventQuery.ALL, PageRequest.first(10)).events();
  }
}
