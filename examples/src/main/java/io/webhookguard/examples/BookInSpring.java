package io.webhookguard.examples;

import io.webhookguard.api.event.Response;
import io.webhookguard.core.handler.Handler;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Invoices are booked in a transaction of Spring's, on the store's own database. */
final class BookInSpring {

  private BookInSpring() {}

  /** Also for what a method with {@code @Transactional} calls. */
  static Handler inSpringTransaction(DataSource database) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(database));
    // guide: spring-begin
    return event -> {
      transaction.executeWithoutResult(
          status -> {
            jdbc.update("insert into booking (invoice) values (?)", event.key().eventId());
            // the connection that Spring's transaction is bound to
            event.completeIn(DataSourceUtils.getConnection(database), Response.EMPTY);
          });
      return Response.EMPTY;
    };
    // guide: spring-end
  }
}
