package io.webhookguard.conformance.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The client dies where it is told to, and leaves nothing open that it did not commit. */
final class DyingClientTest {

  /** More boundaries than any work here has. */
  private static final int NEVER = 1_000;

  /** What reached the database. */
  private final List<String> reached = new ArrayList<>();

  private final AtomicBoolean autoCommit = new AtomicBoolean(true);

  /** What a client does with its database. */
  @FunctionalInterface
  private interface Work {
    void with(DataSource source) throws SQLException;
  }

  @Test
  void commitByMethodHasItsBoundaries() {
    assertThat(boundariesOf(DyingClientTest::writeByMethods))
        .containsExactly(
            "before statement insert 1",
            "after statement insert 1",
            "before statement insert 2",
            "after statement insert 2",
            "before COMMIT",
            "COMMIT done, reply lost");
  }

  @Test
  void commitByTextHasItsBoundaries() {
    assertThat(
            boundariesOf(
                source -> {
                  try (Connection connection = source.getConnection();
                      Statement statement = connection.createStatement()) {
                    statement.execute(" -- why\nBegin immediate");
                    statement.executeUpdate("insert 1");
                    statement.execute("/* so */ Commit;");
                    statement.execute("rollback");
                  }
                }))
        .containsExactly(
            "before BEGIN",
            "after BEGIN",
            "before statement insert 1",
            "after statement insert 1",
            "before COMMIT",
            "COMMIT done, reply lost");
  }

  @Test
  void turningAutoCommitOnIsACommit() {
    assertThat(
            boundariesOf(
                source -> {
                  try (Connection connection = source.getConnection()) {
                    connection.setAutoCommit(true);
                    connection.setAutoCommit(false);
                    connection.setAutoCommit(true);
                  }
                }))
        .containsExactly("before COMMIT", "COMMIT done, reply lost");
  }

  @Test
  void batchIsSentOnce() {
    assertThat(
            boundariesOf(
                source -> {
                  try (Connection connection = source.getConnection();
                      PreparedStatement statement = connection.prepareStatement("insert many")) {
                    statement.addBatch();
                    statement.addBatch();
                    statement.executeBatch();
                  }
                }))
        .containsExactly("before statement insert many", "after statement insert many");
  }

  @Test
  void deathBeforeTheCommitDropsEverything() {
    DyingClient client = new DyingClient(5, UnaryOperator.identity());

    assertThatThrownBy(() -> writeByMethods(client.around(database())))
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("08006"));

    assertThat(client.death()).contains("before COMMIT");
    assertThat(reached).contains("insert 2", "abort", "close").doesNotContain("commit");
  }

  @Test
  void deathBehindTheCommitComesTooLateForTheDatabase() {
    DyingClient client = new DyingClient(6, UnaryOperator.identity());

    assertThatThrownBy(() -> writeByMethods(client.around(database())))
        .isInstanceOf(SQLException.class);

    assertThat(client.death()).contains("COMMIT done, reply lost");
    assertThat(reached).containsSubsequence("commit", "abort", "close");
  }

  @Test
  void theDeadDoNothingMore() throws SQLException {
    DyingClient client = new DyingClient(1, UnaryOperator.identity());
    DataSource source = client.around(database());
    Connection connection = source.getConnection();
    Connection other = source.getConnection();
    PreparedStatement statement = connection.prepareStatement("insert 1");
    assertThat(statement.getConnection()).isSameAs(connection);
    assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
    reached.clear();

    for (Work work :
        List.<Work>of(
            dead -> dead.getConnection(),
            dead -> client.around(connection()),
            dead -> statement.executeUpdate(),
            dead -> statement.setString(1, "a"),
            dead -> connection.commit(),
            dead -> connection.rollback(),
            dead -> other.commit(),
            dead -> other.setAutoCommit(true),
            dead -> other.createStatement())) {
      assertThatThrownBy(() -> work.with(source))
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("08006"));
    }
    assertThat(reached).as("all that the dead do is let go").containsOnly("close");
    assertThat(connection.isClosed() && !other.isValid(1)).isTrue();
    assertThat(List.of(other, connection)).containsExactly(other, connection);
    assertThat(connection).isNotEqualTo(other);
    assertThatCode(connection::close).doesNotThrowAnyException();
    assertThatCode(statement::close).doesNotThrowAnyException();
  }

  @Test
  void boundariesAreCountedFromOne() {
    assertThatThrownBy(() -> new DyingClient(0, UnaryOperator.identity()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void writeByMethods(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement("insert 1")) {
        statement.executeUpdate();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("insert 2");
      }
      connection.commit();
    }
  }

  /** Where a client dies that does this work over and over, one boundary later each time. */
  private List<String> boundariesOf(Work work) {
    List<String> deaths = new ArrayList<>();
    for (int fatal = 1; fatal < NEVER; fatal++) {
      autoCommit.set(true);
      DyingClient client = new DyingClient(fatal, UnaryOperator.identity());
      try {
        work.with(client.around(database()));
        assertThat(client.death()).isEmpty();
        return deaths;
      } catch (SQLException e) {
        deaths.add(client.death().orElseThrow());
      }
    }
    throw new AssertionError("the work ends");
  }

  private DataSource database() {
    return DyingClient.proxy(DataSource.class, (proxy, method, arguments) -> connection());
  }

  private Connection connection() {
    return DyingClient.proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          String name = method.getName();
          return switch (name) {
            case "prepareStatement" -> statement(PreparedStatement.class, arguments[0].toString());
            case "createStatement" -> statement(Statement.class, "");
            case "getAutoCommit" -> autoCommit.get();
            case "setAutoCommit" -> {
              autoCommit.set((boolean) arguments[0]);
              yield null;
            }
            case "isValid", "isClosed" -> false;
            default -> {
              reached.add(name);
              yield null;
            }
          };
        });
  }

  private <T extends Statement> T statement(Class<T> type, String prepared) {
    return DyingClient.proxy(
        type,
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("execute")) {
            reached.add(arguments == null ? prepared : arguments[0].toString());
          }
          return switch (name) {
            case "executeBatch" -> new int[2];
            case "executeUpdate" -> 1;
            case "execute" -> false;
            default -> null;
          };
        });
  }
}
