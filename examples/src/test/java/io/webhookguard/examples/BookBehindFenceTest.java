package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.fence.InboxFence;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class BookBehindFenceTest {

  @TempDir Path folder;

  @Test
  void aStoreThatForgetsBooksOnceInSqlite() throws Exception {
    SQLiteDataSource books = new SQLiteDataSource();
    books.setUrl("jdbc:sqlite:" + folder.resolve("books.db"));

    booksOnce(books, SqlDialect.SQLITE);
  }

  @Test
  void aStoreThatForgetsBooksOnceInPostgres() throws Exception {
    try (Database database = PostgresServer.shared().freshDatabase()) {
      booksOnce(database.dataSource(), SqlDialect.POSTGRES);
    }
  }

  private static void booksOnce(DataSource books, SqlDialect dialect) throws Exception {
    InboxFence fence = InboxFence.in(dialect);
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    BookBehindFence.createTables(books, fence);

    BookBehindFence.run(
        books,
        fence,
        ChargeOnce.delivery(),
        new PrintStream(answers, true, StandardCharsets.UTF_8));

    List<String> said = answers.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).startsWith("answered 201 booked ").isEqualTo(said.get(1));
    assertThat(bookings(books)).isEqualTo(1);
  }

  private static int bookings(DataSource books) throws SQLException {
    try (Connection connection = books.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select count(*) from booking")) {
      found.next();
      return found.getInt(1);
    }
  }
}
