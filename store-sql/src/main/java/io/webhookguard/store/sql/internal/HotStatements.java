package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection and keeps them prepared: the hot path of a store.
 *
 * <p>What the driver throws comes out as {@link SqlFailure}. Not safe for use by several threads,
 * as the connection is not. Closing it closes the statements, not the connection.
 */
public final class HotStatements implements AutoCloseable {

  private static final Object NO_BYTES = new Object();

  private final Connection connection;
  private final StatementFiles files;
  private final Map<StatementName, Call> prepared = new HashMap<>();

  /** Statements of these files on this connection. */
  public HotStatements(Connection connection, StatementFiles files) {
    this.connection = connection;
    this.files = files;
  }

  /** The statement under the name, with nothing bound. */
  public Call call(StatementName name) {
    Call call = prepared.get(name);
    if (call == null) {
      call = prepare(name);
      prepared.put(name, call);
    }
    call.bound.clear();
    return call;
  }

  private Call prepare(StatementName name) {
    NamedSql sql = files.get(name);
    try {
      return new Call(name, sql, connection.prepareStatement(sql.jdbc()));
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  @Override
  public void close() {
    SqlFailure first = null;
    for (Call call : prepared.values()) {
      try {
        call.statement.close();
      } catch (SQLException e) {
        first = first == null ? new SqlFailure(e) : first;
      }
    }
    prepared.clear();
    if (first != null) {
      throw first;
    }
  }

  /** One statement while its parameters are bound and it runs. */
  public final class Call {

    private final StatementName name;
    private final NamedSql sql;
    private final PreparedStatement statement;
    private final BitSet bound = new BitSet();

    private Call(StatementName name, NamedSql sql, PreparedStatement statement) {
      this.name = name;
      this.sql = sql;
      this.statement = statement;
    }

    /**
     * Gives a parameter its value, wherever it stands.
     *
     * @param value a text, number, truth value, id, time, digest, bytes or array of these, or a
     *     payload for its bytes; null for SQL's null
     */
    public Call bind(String parameter, @Nullable Object value) {
      List<Integer> indexes = sql.places().get(parameter);
      if (indexes == null) {
        throw new IllegalArgumentException(
            "statement " + name.name() + " has no parameter " + parameter);
      }
      for (int index : indexes) {
        set(index + 1, value);
        bound.set(index);
      }
      return this;
    }

    /** Gives a parameter bytes or none: none of the same type, so that the plan stays the same. */
    public Call bindBytes(String parameter, byte @Nullable [] value) {
      return bind(parameter, value == null ? NO_BYTES : value);
    }

    private void set(int index, @Nullable Object value) {
      try {
        if (value instanceof byte[] bytes) {
          statement.setBytes(index, bytes);
        } else if (value == NO_BYTES) {
          statement.setBytes(index, null);
        } else if (value instanceof Long number) {
          statement.setLong(index, number);
        } else if (value instanceof Integer number) {
          statement.setInt(index, number);
        } else if (value instanceof String text) {
          statement.setString(index, text);
        } else if (value instanceof Boolean flag) {
          statement.setBoolean(index, flag);
        } else if (value instanceof UUID id) {
          statement.setBytes(index, Row.bytesOf(id));
        } else if (value instanceof Sha256 digest) {
          statement.setBytes(index, digest.toByteArray());
        } else if (value instanceof Instant time) {
          statement.setLong(index, time.toEpochMilli());
        } else if (value instanceof Payload payload) {
          statement.setBinaryStream(index, payload.asStream(), payload.size());
        } else if (value instanceof SqlArray array) {
          statement.setArray(index, array.on(connection));
        } else if (value == null) {
          statement.setObject(index, null);
        } else {
          throw new IllegalArgumentException("cannot bind a " + value.getClass().getName());
        }
      } catch (SQLException e) {
        throw new SqlFailure(e);
      }
    }

    /** Runs a statement that returns no rows, and says how many it changed. */
    public int update() {
      requireBound();
      try {
        return statement.executeUpdate();
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    /** Runs a statement and reads all its rows into a list that cannot be changed. */
    public <T> List<T> list(RowReader<T> reader) {
      requireBound();
      try (ResultSet set = statement.executeQuery()) {
        List<T> values = new ArrayList<>();
        Row row = new Row(set);
        while (set.next()) {
          values.add(reader.read(row));
        }
        return Collections.unmodifiableList(values);
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    /** Runs a statement that returns at most one row. */
    public <T> Optional<T> first(RowReader<T> reader) {
      List<T> rows = list(reader);
      if (rows.size() > 1) {
        throw new IllegalStateException("statement " + name.name() + " returned several rows");
      }
      return rows.stream().findFirst();
    }

    /** A driver may give up a statement that failed: it is prepared anew when it is next wanted. */
    private SqlFailure failed(SQLException failure) {
      prepared.remove(name);
      try {
        statement.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
      return new SqlFailure(failure);
    }

    /** What was bound for the last call must not leak into this one. */
    private void requireBound() {
      if (bound.cardinality() != sql.parameters().size()) {
        throw new IllegalStateException(
            "statement " + name.name() + " lacks " + sql.parameters().get(bound.nextClearBit(0)));
      }
    }
  }
}
