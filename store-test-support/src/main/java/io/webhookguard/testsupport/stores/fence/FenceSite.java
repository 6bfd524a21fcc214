package io.webhookguard.testsupport.stores.fence;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.fence.FenceAnswer;
import io.webhookguard.store.sql.fence.InboxFence;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A database of a handler's own, with its bookings and the fence's table. */
public final class FenceSite implements AutoCloseable {

  /** A fence as handlers use it: the right one, or a wrong one. */
  @FunctionalInterface
  public interface Fencing {

    /** As {@link InboxFence#once(Connection, Claim, int, InboxFence.Effect)}. */
    FenceAnswer once(
        Connection connection, Claim claim, int generation, InboxFence.Effect<SQLException> effect)
        throws SQLException;
  }

  private final SqlDialect dialect;
  private final DataSource users;
  private final Runnable onClose;
  private final InboxFence fence;

  private FenceSite(SqlDialect dialect, DataSource users, Runnable onClose) {
    this.dialect = dialect;
    this.users = users;
    this.onClose = onClose;
    this.fence = InboxFence.in(dialect);
  }

  /**
   * Makes the tables in an empty database.
   *
   * @param users opens a connection each time; writers that meet wait a second at most
   */
  public static FenceSite in(SqlDialect dialect, DataSource users, Runnable onClose) {
    FenceSite site = new FenceSite(dialect, users, onClose);
    site.fence.schema().forEach(site::run);
    // Without a unique key: what is booked twice must be seen.
    site.run("create table booking (event varchar(64) not null, run varchar(64) not null)");
    return site;
  }

  SqlDialect dialect() {
    return dialect;
  }

  InboxFence fence() {
    return fence;
  }

  /** The right fence. */
  Fencing right() {
    return fence::once;
  }

  Connection connect() throws SQLException {
    return users.getConnection();
  }

  /** A connection in a transaction. */
  Connection begin() throws SQLException {
    Connection connection = connect();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Runs one statement, committed at once. */
  void run(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static Claim claim(String event, long token) {
    EventKey key = new EventKey(Route.main("shop"), "", event);
    return new Claim(key, "node", new UUID(1, token), new FencingToken(token), Instant.EPOCH);
  }

  /** The effect: a row that says which run booked the event. */
  static Response book(Connection connection, String event, String run) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into booking (event, run) values (?, ?)")) {
      insert.setString(1, event);
      insert.setString(2, run);
      insert.executeUpdate();
    }
    return response(run);
  }

  static Response response(String run) {
    return Response.of(201, "text/plain", run.getBytes(StandardCharsets.UTF_8));
  }

  /** The runs that have booked the event. */
  List<String> bookings(String event) throws SQLException {
    List<String> runs = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement("select run from booking where event = ?")) {
      query.setString(1, event);
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          runs.add(found.getString(1));
        }
      }
    }
    return runs;
  }

  /** How many rows the fence has. */
  int fenceRows() throws SQLException {
    try (Connection connection = connect()) {
      return count(connection, "guard_inbox");
    }
  }

  /** How many bookings the connection's transaction sees. */
  int countBookings(Connection connection) throws SQLException {
    return count(connection, "booking");
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select count(*) from " + table)) {
      found.next();
      return found.getInt(1);
    }
  }

  /** One run that books and commits. */
  FenceAnswer runOnce(Fencing fencing, String event, int generation, long token)
      throws SQLException {
    try (Connection connection = begin()) {
      FenceAnswer answer =
          fencing.once(
              connection,
              claim(event, token),
              generation,
              () -> book(connection, event, "run-" + token));
      connection.commit();
      return answer;
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
