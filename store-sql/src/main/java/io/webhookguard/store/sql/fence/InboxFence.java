package io.webhookguard.store.sql.fence;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.NamedValues;
import io.webhookguard.store.sql.internal.StatementFiles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an effect happen once in the handler's own database, whatever the guard's store forgets: in
 * Redis, in another database, on a replica that was promoted too early.
 *
 * <p>How, in the handler's own transaction:
 *
 * <ol>
 *   <li>A row with the event's key, unique, is taken for this run. Whoever else has it must end its
 *       transaction first: this call waits, or fails as the database does (SQLite: busy).
 *   <li>If the row says that this generation's effect is done, its recorded response is the answer.
 *       The effect does not run.
 *   <li>Else the effect runs, and its response goes into the row.
 *   <li>The caller commits. Row and effect are there together, or neither is.
 * </ol>
 *
 * <p><b>What decides.</b> The event's key, the step and the generation: one effect each. The token
 * is recorded and does not decide, because a store that lost its memory begins to count anew, and
 * the effect that it forgot is done all the same.
 *
 * <p><b>What it does not do.</b> It fences rows of this database only, and only effects that are
 * written through the connection it is given. A row that {@link #forget} has removed is not known
 * any more.
 *
 * <p>Needs a transaction of the caller's, under READ COMMITTED or stricter. It does not begin,
 * commit or roll back. Whatever it throws, the transaction must be rolled back; the guard's retries
 * then ask again. Immutable and safe for use by many threads; a connection is not.
 */
public final class InboxFence {

  /** The step of who does all in one. */
  public static final String ONLY_STEP = "effect";

  /** The most rows that one call of {@link #forget} removes. */
  public static final int MAX_FORGOTTEN = 10_000;

  /** What is to happen once. */
  @FunctionalInterface
  public interface Effect<X extends Exception> {

    /**
     * Writes through the connection that the fence was given, and does not end its transaction.
     *
     * @return what later runs are to be told
     * @throws X whatever goes wrong; the transaction must then be rolled back
     */
    Response happen() throws X;
  }

  /** What the row says once this run has asked for it. */
  private record Row(int generation, FencingToken token, @Nullable Response response) {}

  private final List<String> schema;
  private final NamedSql enter;
  private final NamedSql look;
  private final NamedSql record;
  private final NamedSql forget;

  private InboxFence(SqlDialect dialect, TablePrefix prefix) {
    this.schema =
        List.of(
            read(dialect, prefix, "create_table").text(),
            read(dialect, prefix, "create_index").text());
    this.enter = read(dialect, prefix, "enter");
    this.look = read(dialect, prefix, "look");
    this.record = read(dialect, prefix, "record");
    this.forget = read(dialect, prefix, "forget");
  }

  private static NamedSql read(SqlDialect dialect, TablePrefix prefix, String name) {
    String source = StatementFiles.resource(InboxFence.class, dialect.file(name));
    return NamedSql.parse(prefix.applyTo(source));
  }

  /** A fence whose table is {@code guard_inbox}. */
  public static InboxFence in(SqlDialect dialect) {
    return in(dialect, TablePrefix.DEFAULT);
  }

  /** A fence whose table's name begins with the prefix. */
  public static InboxFence in(SqlDialect dialect, TablePrefix prefix) {
    return new InboxFence(dialect, prefix);
  }

  /** The statements that create its table, for the migrations of the application. */
  public List<String> schema() {
    return schema;
  }

  /** As {@link #once(Connection, Claim, int, String, Effect)}, for handlers of one step. */
  public <X extends Exception> FenceAnswer once(
      Connection connection, Claim claim, int generation, Effect<X> effect) throws SQLException, X {
    return once(connection, claim, generation, ONLY_STEP, effect);
  }

  /**
   * Does the effect unless it was done before.
   *
   * @param connection with auto-commit off; the effect is written through it
   * @param claim the handler's claim
   * @param generation the event's, as the handler was told
   * @param step which of the handler's effects, where it has several transactions: a label of at
   *     most {@value Names#MAX_LABEL_CHARS} characters
   * @throws IllegalArgumentException if the connection is in auto-commit mode
   * @throws IllegalStateException if the effect has ended the transaction, or undone the fence in
   *     it
   * @throws SQLException as the driver threw it: busy, a deadlock, a lost connection
   * @throws CorruptStateException if the row cannot be what this class has written
   * @throws X as the effect threw it
   */
  public <X extends Exception> FenceAnswer once(
      Connection connection, Claim claim, int generation, String step, Effect<X> effect)
      throws SQLException, X {
    if (connection.getAutoCommit()) {
      throw new IllegalArgumentException("the fence needs a transaction: set auto-commit off");
    }
    if (generation < 1) {
      throw new IllegalArgumentException("a generation starts at 1, got " + generation);
    }
    Names.requireLabel("step", step);
    Map<String, Object> place = place(claim.key(), step);
    take(connection, place, claim, generation);
    Row row = lookAt(connection, place, claim.key());
    if (row.generation() > generation) {
      return new FenceAnswer.Superseded(row.generation(), row.token());
    }
    if (row.generation() < generation) {
      throw new CorruptStateException("the fence of " + claim.key() + " gave no way to a replay");
    }
    if (row.response() != null) {
      return new FenceAnswer.AlreadyDone(row.response());
    }
    Response response = effect.happen();
    keep(connection, place, generation, response);
    return new FenceAnswer.First(response);
  }

  private static Map<String, Object> place(EventKey key, String step) {
    return Map.of("event_key", key.digest().toByteArray(), "step", step);
  }

  private void take(Connection connection, Map<String, Object> place, Claim claim, int generation)
      throws SQLException {
    Map<String, Object> values = new HashMap<>(place);
    values.put("event_id", claim.key().eventId());
    values.put("generation", generation);
    values.put("token", claim.token().value());
    update(connection, enter, values);
  }

  private Row lookAt(Connection connection, Map<String, Object> place, EventKey key)
      throws SQLException {
    try (PreparedStatement statement = NamedValues.prepare(connection, look, place);
        ResultSet found = statement.executeQuery()) {
      if (!found.next()) {
        throw new CorruptStateException("the fence of " + key + " vanished in its transaction");
      }
      return new Row(
          found.getInt("generation"),
          new FencingToken(found.getLong("token")),
          response(found, key));
    }
  }

  private static @Nullable Response response(ResultSet found, EventKey key) throws SQLException {
    int status = found.getInt("status");
    if (found.wasNull()) {
      return null;
    }
    String contentType = found.getString("content_type");
    Sha256 digest = Sha256.ofDigest(found.getBytes("body_sha256"));
    byte[] body = found.getBytes("body");
    if (body == null) {
      return Response.withoutBody(status, contentType, digest);
    }
    Response response = Response.of(status, contentType, body);
    if (!response.bodySha256().equals(digest)) {
      throw new CorruptStateException("the response in the fence of " + key + " was changed");
    }
    return response;
  }

  private void keep(
      Connection connection, Map<String, Object> place, int generation, Response response)
      throws SQLException {
    Map<String, @Nullable Object> values = new HashMap<>(place);
    values.put("generation", generation);
    values.put("status", response.status());
    values.put("content_type", response.contentType());
    values.put("body", response.body().orElse(null));
    values.put("body_sha256", response.bodySha256().toByteArray());
    if (update(connection, record, values) != 1) {
      throw new IllegalStateException(
          "the effect ended the fence's transaction or took it back: roll back what is open");
    }
  }

  /**
   * Removes rows that are older than an age, in the caller's transaction or in auto-commit mode. An
   * event that is delivered again after that has its effect again, so the age must not be below the
   * guard's dedup horizon.
   *
   * @param age by the database's clock
   * @param limit how many at most, 1 to {@value #MAX_FORGOTTEN}
   * @return how many
   */
  public int forget(Connection connection, Duration age, int limit) throws SQLException {
    if (age.isNegative()) {
      throw new IllegalArgumentException("the age must not be negative, got " + age);
    }
    if (limit < 1 || limit > MAX_FORGOTTEN) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_FORGOTTEN + ", got " + limit);
    }
    return update(connection, forget, Map.of("age", age.toMillis(), "most", limit));
  }

  private static int update(
      Connection connection, NamedSql sql, Map<String, ? extends @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = NamedValues.prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }
}
