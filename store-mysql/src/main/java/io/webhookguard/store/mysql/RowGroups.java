package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.NamedSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows that hold bodies: the group of values at the end of the statement is repeated for
 * each row, and the bytes travel as they are.
 *
 * <p>One statement holds rows up to {@value #MOST_BYTES} bytes, or one row that is larger, so that
 * a batch of large bodies stays below the packet that a server accepts.
 */
final class RowGroups {

  /** Half of what a server accepts at least, because the driver may escape every byte. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private final String head;
  private final String group;
  private final int columns;

  private RowGroups(String head, String group, int columns) {
    this.head = head;
    this.group = group;
    this.columns = columns;
  }

  /** The parts of an insert that ends in one group of values. */
  static RowGroups of(NamedSql sql) {
    int begin = sql.jdbc().lastIndexOf('(');
    return new RowGroups(
        sql.jdbc().substring(0, begin), sql.jdbc().substring(begin), sql.parameters().size());
  }

  /** The values of a row, in the order of the statement's parameters. */
  static final class Values {

    private final List<@Nullable Object> values = new ArrayList<>();
    private int bytes;

    /** A text, a number, or null. */
    Values with(@Nullable Object value) {
      values.add(value);
      return this;
    }

    Values withBytes(byte @Nullable [] value) {
      bytes += value == null ? 0 : value.length;
      return with(value);
    }
  }

  void insert(Connection connection, List<Values> rows) throws SQLException {
    List<Values> some = new ArrayList<>();
    int bytes = 0;
    for (Values row : rows) {
      if (!some.isEmpty() && bytes + row.bytes > MOST_BYTES) {
        insertSome(connection, some);
        some.clear();
        bytes = 0;
      }
      some.add(row);
      bytes += row.bytes;
    }
    if (!some.isEmpty()) {
      insertSome(connection, some);
    }
  }

  private void insertSome(Connection connection, List<Values> rows) throws SQLException {
    String sql = head + group + (", " + group).repeat(rows.size() - 1);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (Values row : rows) {
        if (row.values.size() != columns) {
          throw new IllegalArgumentException("a row has " + columns + " values");
        }
        for (Object value : row.values) {
          statement.setObject(index, value);
          index++;
        }
      }
      statement.executeUpdate();
    }
  }
}
